import Foundation
import Testing

/// What one process learns and the next one knows: blocks, kept answers, and what `doctor` says of both.
@Suite("The session's state", .timeLimit(.minutes(5)))
struct SessionStateTests {
    private struct Row: Decodable {
        var `class`: String
        var blocked: Bool
        var until: String?
        var retryAfter: Int?
    }

    private struct Found: Decodable {
        var check: String
        var ok: Bool
        var found: String
        var remedy: String?
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(text.utf8))
    }

    @Test("a block that one process meets is kept from by the next, and rate shows it")
    func blocks() async throws {
        try await DemoChild.serving(["--auto-approve", "--latency", "0ms", "--fault", "GET /me/tracks: 429 900 x1"]) {
            binary, demo in
            _ = try await binary.signIn(at: demo)
            let first = try await binary.run(["--wait", "1s", "liked", "--limit", "1"])
            #expect(first.status == 6, "\(first.log)")
            // The service would answer now: nobody asks it.
            let second = try await binary.run(["--wait", "1s", "--trace", "liked", "--limit", "1"])
            #expect(second.status == 6)
            #expect(!second.log.contains("> GET"))
            let rows = try decode([Row].self, await binary.run(["rate"]).output)
            let blocked = rows.filter(\.blocked)
            #expect(blocked.map(\.class) == ["me"])
            #expect(blocked.first?.until?.hasSuffix("Z") == true)
            #expect((1...900_000).contains(blocked.first?.retryAfter ?? 0))
            let doctor = try decode([Found].self, await binary.run(["doctor"]).output)
            #expect(doctor.contains { $0.check == "rate limits" && !$0.ok && $0.found.hasPrefix("me is blocked") })
            // Other classes are open.
            #expect(try await binary.run(["search", "tracks", "love", "--limit", "1"]).status == 0)
        }
    }

    @Test("explain says what the cache holds, and cache clear empties it")
    func cache() async throws {
        try await DemoChild.serving { binary, demo in
            _ = try await binary.signIn(at: demo)
            let get = ["-c", "let a = (search albums a | first); album get $a.id | map .id"]
            let id = try await binary.run(get).output.filter { $0.isLetter || $0.isNumber }
            func kept() async throws -> String {
                try await binary.run(["-c", "print (explain album get \(id) | map .cache)"]).output
            }
            #expect(try await kept() == "[\"fresh\"]\n")
            #expect(try await binary.run(["-c", "(cache info).answers > 1"]).output == "true\n")
            // Asking what would be done leaves the cache as it is.
            #expect(try await kept() == "[\"fresh\"]\n")
            #expect(try await binary.run(["explain", "liked"]).status == 0)
            #expect(try await binary.run(["cache", "clear"]).status == 0)
            #expect(try await kept() == "[\"none\"]\n")
            #expect(try await binary.run(["-c", "(cache info).answers"]).output == "0\n")
        }
    }

    @Test("explain names the scope that was not granted")
    func scopes() async throws {
        try await DemoChild.serving { binary, demo in
            let first = try await binary.run(["auth", "login", "--print-url", "--scope", "user-read-private"])
            let answer = try await demo.redirect(of: first.output.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(try await binary.run(["auth", "login", "--code", answer]).status == 0)
            let outcome = try await binary.run(["-c", "print (explain liked | map .missing)"])
            #expect(outcome.output == "[[\"user-library-read\"]]\n", "\(outcome.log)")
        }
    }

    @Test("doctor works when everything is broken, with a remedy for each")
    func doctor() async throws {
        var binary = try Binary()
        for file in ["config/profiles.json", "config/settings.json", "config/pins.json", "state/spotsh.sqlite"] {
            let path = try binary.folder.write("spotsh/" + file, "{ broken broken broken broken")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        // Nobody listens on the discard port.
        binary.variables["SPOTSH_API_URL"] = "http://127.0.0.1:9/v1"
        binary.variables["SPOTSH_ACCOUNTS_URL"] = "http://127.0.0.1:9"
        let outcome = try await binary.run(["doctor"])
        #expect(outcome.status == 0, "\(outcome.log)")
        let found = try decode([Found].self, outcome.output)
        let wrong = found.filter { !$0.ok }
        #expect(Set(wrong.map(\.check)).isSuperset(of: ["profiles", "settings", "pins", "database", "API server"]))
        for one in wrong { #expect(one.remedy?.isEmpty == false, "\(one.check): \(one.found)") }
    }

    @Test("doctor works without a home that can be written, without a profile, and with a wrong proxy")
    func doctorWithoutHome() async throws {
        var binary = try Binary()
        binary.variables["SPOTSH_HOME"] = "/dev/null/nowhere"
        binary.variables["SPOTSH_API_URL"] = "http://127.0.0.1:9/v1"
        binary.variables["SPOTSH_ACCOUNTS_URL"] = "http://127.0.0.1:9"
        let outcome = try await binary.run(["doctor"])
        #expect(outcome.status == 0, "\(outcome.log)")
        let wrong = try decode([Found].self, outcome.output).filter { !$0.ok }
        let names = Set(wrong.map(\.check))
        #expect(names.isSuperset(of: ["config folder", "state folder", "client id", "accounts server", "API server"]))
        binary.variables["HTTPS_PROXY"] = "no proxy at all"
        let second = try await binary.run(["doctor"])
        #expect(second.status == 0)
        #expect(second.output.contains("no proxy can be used"))
    }
}
