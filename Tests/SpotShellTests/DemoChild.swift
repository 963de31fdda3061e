import Foundation
import SpotHTTP
import Subprocess

/// The demo service as a process of its own, for as long as a test needs it.
struct DemoChild: Decodable, Sendable {
    /// What the ready file says.
    var apiUrl: String
    var accountsUrl: String
    var clientId: String
    var clientSecret: String
    var redirectUri: String
    var userId: String
    var proxyUrl: String?

    /// The variables that lead a program to it, by spotipy's names where there are such.
    var variables: [String: String] {
        [
            "SPOTSH_API_URL": apiUrl, "SPOTSH_ACCOUNTS_URL": accountsUrl, "SPOTIPY_CLIENT_ID": clientId,
            "SPOTIPY_CLIENT_SECRET": clientSecret, "SPOTIPY_REDIRECT_URI": redirectUri,
        ]
    }

    /// Starts it with these options, gives `body` a binary that knows it, and ends it; gives its exit code.
    @discardableResult
    static func serving(
        _ options: [String] = ["--auto-approve", "--latency", "0ms"], _ body: (Binary, DemoChild) async throws -> Void
    ) async throws -> TerminationStatus {
        var binary = try Binary()
        let ready = binary.folder.path + "/ready.json"
        var values: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in binary.environment { values[.init(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .name("env"),
            arguments: Arguments([Binary.path, "demo", "serve", "--ready-file", ready] + options),
            environment: .custom(values), input: .none, output: .sequence, error: .discarded
        ) { execution in
            var failure: (any Error)?
            do {
                // The file is whole before the line is written.
                for try await _ in execution.standardOutput.strings() { break }
                let decoder = JSONDecoder()
                decoder.keyDecodingStrategy = .convertFromSnakeCase
                let demo = try decoder.decode(DemoChild.self, from: Data(contentsOf: URL(fileURLWithPath: ready)))
                binary.variables = demo.variables
                try await body(binary, demo)
            } catch {
                failure = error
            }
            try execution.send(signal: .terminate)
            if let failure { throw failure }
        }
        return result.terminationStatus
    }

    /// Turns one of the service's screws: `expire`, `revoke`, `reset`.
    func control(_ verb: String) async throws {
        let transport = AsyncHTTPTransport()
        _ = try? await transport.send(HTTPRequest(.post, accountsUrl + "/_demo/" + verb))
        await transport.shutdown()
    }

    /// What a browser would open after the consent page: the redirect that the address leads to.
    func redirect(of address: String) async throws -> String {
        let transport = AsyncHTTPTransport()
        let answer: HTTPResponse
        do {
            answer = try await transport.send(HTTPRequest(.get, address))
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
        return answer.headers["Location"] ?? ""
    }
}

extension Binary {
    /// Signs in as two processes do: the address in one, the answer in the other.
    ///
    /// - Returns: the address of the answer, and what was printed.
    func signIn(at demo: DemoChild, options: [String] = []) async throws -> (answer: String, printed: [Outcome]) {
        let first = try await run(options + ["auth", "login", "--print-url"])
        let address = first.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let answer = try await demo.redirect(of: address)
        let second = try await run(options + ["auth", "login", "--code", answer])
        return (answer, [first, second])
    }

    /// Where the token of the default profile is.
    func tokenFile(of demo: DemoChild) -> String {
        folder.path + "/spotsh/state/tokens/default/pkce-\(demo.clientId).json"
    }

    /// The secrets in the token file.
    func tokens(of demo: DemoChild) throws -> [String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: tokenFile(of: demo)))
        let fields = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return ["access_token", "refresh_token"].compactMap { fields?[$0] as? String }
    }
}
