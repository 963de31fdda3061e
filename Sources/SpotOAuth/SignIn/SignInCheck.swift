import SpotDiagnostics
import SpotHTTP
import SpotSystem

/// One thing that a sign-in depends on, as it was found.
public struct SignInCheck: Sendable {
    /// What was looked at.
    public var name: String
    /// Whether it is as it must be.
    public var isGood: Bool
    /// What was found.
    public var found: String
    /// What would help, where it is not.
    public var remedy: String?
}

/// Moments as text.
public enum SignInClock {
    /// `2026-11-23 21:40:05 UTC` from seconds since 1970.
    public static func utc(_ seconds: Int64) -> String { ClockText.utc(seconds * 1000) }

    /// `2026-11-23T21:40:05Z`, as Spotify writes moments, from seconds since 1970.
    public static func iso(_ seconds: Int64) -> String { ClockText.iso(seconds * 1000) }
}

extension AccountContext {
    /// Looks at the client id, the redirect URI, the token file, the server and the clock; one request.
    public func check() async -> [SignInCheck] {
        [checkClient(), checkRedirect(), checkToken()] + (await checkServer())
    }

    private func checkClient() -> SignInCheck {
        do throws(OAuthError) {
            let flow = try credentials.makeFlow()
            let source = credentials.clientID.map { " from \($0.source)" } ?? ""
            return SignInCheck(name: "client id", isGood: true, found: "\(flow.clientID)\(source)")
        } catch {
            return SignInCheck(name: "client id", isGood: false, found: error.message, remedy: error.hint)
        }
    }

    private func checkRedirect() -> SignInCheck {
        do throws(OAuthError) {
            let redirect = try RedirectURI(credentials.redirectURI.value)
            return SignInCheck(
                name: "redirect URI", isGood: true,
                found: redirect.text + (redirect.isLoopback ? ", we listen there" : ", its address must be pasted"))
        } catch {
            return SignInCheck(name: "redirect URI", isGood: false, found: error.message, remedy: error.hint)
        }
    }

    private func checkToken() -> SignInCheck {
        do throws(OAuthError) {
            let store = try tokenStore()
            let token = try store.load()
            if let folder = store.unwritableFolder {
                return SignInCheck(
                    name: "token file", isGood: false, found: "\(folder) is not writable",
                    remedy: "make it writable, or point SPOTSH_HOME to a folder that is")
            }
            let place = store.shownPath ?? "memory"
            return SignInCheck(
                name: "token file", isGood: token != nil, found: token == nil ? "none in \(place)" : place,
                remedy: token == nil ? "auth login" : nil)
        } catch {
            return SignInCheck(name: "token file", isGood: false, found: error.message, remedy: error.hint)
        }
    }

    private func checkServer() async -> [SignInCheck] {
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await http.send(HTTPRequest(.get, server.url + "/", endpointClass: "check"))
        } catch {
            let diagnostic = error.diagnostic
            return [
                SignInCheck(
                    name: "accounts server", isGood: false, found: diagnostic.message,
                    remedy: diagnostic.hint ?? "is this machine on a network?")
            ]
        }
        let reached = SignInCheck(name: "accounts server", isGood: true, found: "\(server.url) answers")
        guard let date = response.headers["Date"].flatMap({ ClockText.parseHTTPDate($0) }) else { return [reached] }
        let skew = (time.now - date) / 1000
        let isGood = abs(skew) <= 30
        return [
            reached,
            SignInCheck(
                name: "clock", isGood: isGood,
                found: isGood ? "right" : "\(abs(skew)) s \(skew > 0 ? "ahead" : "behind")",
                remedy: isGood ? nil : "set this machine's clock: timedatectl set-ntp true"),
        ]
    }
}
