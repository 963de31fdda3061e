import SpotDiagnostics
import SpotHTTP
import SpotValue

/// Reads an answer: its value, or the error that it is.
struct AnswerReader {
    static let retiredCode = "retired_operation"

    /// What was asked.
    var prepared: PreparedRequest

    // MARK: Values

    /// The body as a value; null where there is none.
    ///
    /// - Parameter shapes: what earlier answers have taught.
    func value(of response: HTTPResponse, shapes: JSONShapes) throws(APIError) -> Value {
        if response.status == 204 || response.body.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            return .null
        }
        do {
            return try shapes.parse(response.body)
        } catch {
            // Writes are answered with all kinds of bodies; what counts is that they were taken.
            if prepared.verb != .get { return .null }
            var answer = APIError(
                .server, code: "no_json", "Spotify answered with something that is not JSON (\(error.message))",
                hint: "try again; if it stays, --trace shows the answer's kind")
            answer.status = response.status
            answer.endpoint = prepared.endpoint
            throw answer
        }
    }

    // MARK: Errors

    /// The error that an answer outside 2xx is.
    ///
    /// - Parameters:
    ///   - granted: the scopes that were granted, where they are known.
    ///   - mode: what this client id gets, where that is known.
    func error(of response: HTTPResponse, granted: Set<String>?, mode: APIMode? = nil) -> APIError {
        let said = ErrorBody(response.body)
        var error = explanation(response.status, said, granted: granted, mode: mode)
        if error.code == "redirected", let target = response.headers["Location"] {
            error.message =
                "Spotify sent this on to \(URLParts(target)?.authority ?? "another path"), which is not followed"
        }
        error.status = response.status
        error.reason = said.reason
        error.endpoint = prepared.endpoint
        return error
    }

    private func explanation(
        _ status: Int, _ said: ErrorBody, granted: Set<String>?, mode: APIMode?
    ) -> APIError {
        switch status {
        case 300..<400:
            return APIError(
                .server, code: "redirected", "Spotify sent this on to another address",
                hint: "is SPOTSH_API_URL right, or does a proxy stand between? doctor looks")
        case 400: return badRequest(said)
        case 401:
            return APIError(
                .auth, code: "token_refused", "Spotify refused the access token\(said.tail)",
                hint: "auth login signs in again")
        case 403: return forbidden(said, granted: granted, mode: mode)
        case 404: return notFound(said)
        case 410 where prepared.operation?.isRetired == true: return retired(.refused)
        case 429: return APIError(.rateLimited, code: "rate_limited", "Spotify asks to wait\(said.tail)")
        case 400..<500:
            return APIError(.refused, code: "refused", "Spotify refused this with status \(status)\(said.tail)")
        default:
            return APIError(
                .server, code: "server_error", "Spotify failed with status \(status)\(said.tail)",
                hint: "try again later")
        }
    }

    private func badRequest(_ said: ErrorBody) -> APIError {
        let types = prepared.target.contains("spotify%3Aartist") || prepared.target.contains("spotify:artist")
        if prepared.operation?.endpointClass == "library", types, let address = artistAddress {
            return APIError(
                .refused, code: "cannot_follow_artists", "Spotify does not let this client follow artists\(said.tail)",
                hint: "open \(address) and follow there")
        }
        return APIError(.refused, code: "bad_request", "Spotify did not take the request\(said.tail)")
    }

    private var artistAddress: String? {
        let query = prepared.target.drop { $0 != "?" }.dropFirst()
        for (name, value) in PercentEncoding.fields(String(query)) where name == "uris" {
            for word in value.split(separator: ",") {
                if case .object(.artist, let id) = SpotifyURI(String(word)) {
                    return Reference.object(.artist, id: id).webAddress
                }
            }
        }
        return nil
    }

    // MARK: 403

    private func forbidden(_ said: ErrorBody, granted: Set<String>?, mode: APIMode?) -> APIError {
        let text = said.lowercased
        if text.contains("scope") { return scope(granted) }
        if said.reason == "PREMIUM_REQUIRED" || text.contains("premium") { return premium(text) }
        if text.contains("not registered") || text.contains("not approved") {
            return APIError(
                .forbidden, code: "user_not_registered", "this account is not registered for the app",
                hint:
                    "add it under User Management of the app at https://developer.spotify.com/dashboard (5 users at most)"
            )
        }
        if text.contains("restriction violated") || said.reason == "RESTRICTED" {
            return APIError(
                .forbidden, code: "restriction_violated", "the player does not allow this now\(said.tail)",
                hint: "it is in that state already, or what plays does not allow it")
        }
        if let refusal = device(said) { return refusal }
        // Extended clients have it; what is refused to them is the one object.
        if let operation = prepared.operation, operation.isRetired, mode != .extended || !operation.path.contains("{") {
            return retired(.forbidden)
        }
        if isPlaylistContents {
            return APIError(
                .forbidden, code: "foreign_playlist",
                "Spotify did not let this client at that playlist\(text.hasPrefix("forbidden") ? "" : said.tail)",
                hint: "development-mode clients reach only playlists that you own or collaborate on")
        }
        return APIError(.forbidden, code: "forbidden", "Spotify did not allow this\(said.tail)")
    }

    /// What a device does not do for apps, by the reason that the player gives.
    private func device(_ said: ErrorBody) -> APIError? {
        switch said.reason {
        case "DEVICE_NOT_CONTROLLABLE", "REMOTE_CONTROL_DISALLOW":
            APIError(
                .forbidden, code: "device_restricted", "that device takes no commands from apps",
                hint: "device list | where not .is_restricted")
        case "VOLUME_CONTROL_DISALLOW":
            APIError(
                .forbidden, code: "volume_fixed", "that device lets nobody set its volume from here",
                hint: "device list | where .supports_volume")
        default: nil
        }
    }

    private func scope(_ granted: Set<String>?) -> APIError {
        let all = prepared.operation?.scopes.all ?? []
        let missing = all.filter { !(granted?.contains($0) ?? false) }
        let names = missing.isEmpty ? all : missing
        guard !names.isEmpty else {
            return APIError(
                .scope, code: "missing_scope", "the sign-in does not cover this", hint: "auth scopes lists them")
        }
        return APIError(
            .scope, code: "missing_scope", "this needs the scope \(names.joined(separator: " or "))",
            hint: "auth grant \(names.joined(separator: " "))")
    }

    private func premium(_ text: String) -> APIError {
        if text.contains("owner") {
            return APIError(
                .forbidden, code: "owner_premium_required",
                "the owner of this app needs Spotify Premium for development mode",
                hint: "use the client id of an account with Premium")
        }
        return APIError(
            .forbidden, code: "premium_required", "Spotify does this only for Premium accounts",
            hint: "whoami tells which account this is")
    }

    /// Whether it is about what a playlist holds: all that is refused for playlists of others.
    private var isPlaylistContents: Bool {
        let words = prepared.target.prefix { $0 != "?" }.split(separator: "/")
        return words.first == "playlists" && words.count >= 2
    }

    private func retired(_ kind: ErrorKind) -> APIError {
        let retirement = prepared.operation?.retirement
        return APIError(
            kind, code: Self.retiredCode, retirement?.reason ?? "Spotify no longer serves this", hint: retirement?.left)
    }

    // MARK: 404

    private func notFound(_ said: ErrorBody) -> APIError {
        let text = said.lowercased
        if said.reason == "NO_ACTIVE_DEVICE" || text.contains("no active device") {
            return APIError(
                .noDevice, code: "no_active_device", "no device is active",
                hint: "open Spotify on one, then: device list, device transfer NAME")
        }
        if text.contains("device not found") {
            return APIError(.noDevice, code: "device_not_found", "that device is not there", hint: "device list")
        }
        let words = prepared.target.prefix { $0 != "?" }.split(separator: "/")
        if words.first == "playlists", words.count > 1, words[1].hasPrefix("37i9") {
            return APIError(
                .notFound, code: "spotify_playlist", "Spotify does not let apps read its own playlists",
                hint: "it can still be played: player play spotify:playlist:\(words[1])")
        }
        // A path without ids that is not there is the operation that is not there.
        if let operation = prepared.operation, operation.isRetired, !operation.path.contains("{") {
            return retired(.refused)
        }
        if words.count >= 2, let type = prepared.operation?.parameters.first(where: { $0.location == .path })?.shape,
            case .object(let object) = type
        {
            return APIError(.notFound, code: "not_found", "Spotify finds no \(object.rawValue) \(words[1])")
        }
        return APIError(.notFound, code: "not_found", "Spotify finds nothing there\(said.tail)")
    }
}
