import Foundation
import SpotHTTP
import SpotTestSupport
import Testing

@testable import SpotShell

/// Sign-in as a user does it, through the real binary and against the demo service in a process of its own.
@Suite("Signing in with the binary", .blocking, .timeLimit(.minutes(5)))
struct SignInTests {
    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("The address in one process, the answer in the next; then commands work, until the sign-out")
    func wholeStory() async throws {
        try await DemoChild.serving { binary, demo in
            let before = try await binary.run(["liked"])
            #expect(before.status == 3)
            #expect(before.log.contains("auth login"))
            let (_, printed) = try await binary.signIn(at: demo)
            #expect(printed.map(\.status) == [0, 0], "\(printed)")
            #expect(printed[1].log.contains("signed in as"))

            let path = binary.tokenFile(of: demo)
            #expect(try mode(path) == 0o600)
            for folder in ["", "/state", "/state/tokens", "/state/tokens/default"] {
                #expect(try mode(binary.folder.path + "/spotsh" + folder) == 0o700)
            }
            let secrets = try binary.tokens(of: demo) + [demo.clientSecret]

            let status = try await binary.run(["auth", "status"])
            #expect(status.status == 0)
            #expect(status.output.contains(#""signed_in":true"#) || status.output.contains(#""signed_in": true"#))
            for source in ["SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET", "SPOTIPY_REDIRECT_URI"] {
                #expect(status.output.contains(source))
            }
            for secret in secrets { #expect(!(status.output + status.log).contains(secret)) }

            #expect(try await binary.run(["auth", "token"]).output == secrets[0] + "\n")
            let header = try await binary.run(["auth", "token", "--header"])
            #expect(header.output == "Authorization: Bearer \(secrets[0])\n")

            let liked = try await binary.run(["-c", "liked | first 2 | count"])
            #expect(liked.output == "2\n", "\(liked)")

            #expect(try await binary.run(["auth", "logout"]).status == 0)
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try await binary.run(["liked"]).status == 3)
        }
    }

    @Test("A wrong client secret ends with 3 and the server's words")
    func wrongSecret() async throws {
        try await DemoChild.serving { binary, demo in
            var wrong = binary
            wrong.variables["SPOTIPY_CLIENT_SECRET"] = CanarySecrets.clientSecret
            let outcome = try await wrong.run(["auth", "login", "--flow", "client"])
            #expect(outcome.status == 3)
            #expect(outcome.log.contains("Invalid client secret"), "\(outcome.log)")
            #expect(CanarySecrets.found(in: outcome.output + outcome.log).isEmpty)
            #expect(try await binary.run(["auth", "login", "--flow", "client"]).status == 0)
        }
    }

    @Test("A token file that the group can read is refused with the command that mends it")
    func openFile() async throws {
        try await DemoChild.serving { binary, demo in
            _ = try await binary.signIn(at: demo)
            let path = binary.tokenFile(of: demo)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            let outcome = try await binary.run(["liked"])
            #expect(outcome.status == 3)
            #expect(outcome.log.contains("chmod 600 \(path)"), "\(outcome.log)")
            #expect(try await binary.shell("chmod 600 \(path) && spotsh -c 'liked | first 1 | count'").output == "1\n")
        }
    }

    @Test("A ready token that is not accepted ends with 3, and says which variable holds it")
    func badToken() async throws {
        try await DemoChild.serving { binary, _ in
            var bad = binary
            bad.variables["SPOTSH_TOKEN"] = CanarySecrets.accessToken
            let outcome = try await bad.run(["--trace", "liked"])
            #expect(outcome.status == 3)
            #expect(outcome.log.contains("SPOTSH_TOKEN"), "\(outcome.log)")
            #expect(CanarySecrets.found(in: outcome.output + outcome.log).isEmpty)
        }
    }

    @Test("Client secret, tokens and code are in no output, with --trace neither")
    func canaries() async throws {
        try await DemoChild.serving { binary, demo in
            let (answer, printed) = try await binary.signIn(at: demo, options: ["--trace"])
            var secrets = try binary.tokens(of: demo) + [demo.clientSecret, try code(in: answer)]
            var outcomes = printed
            for words in [
                ["liked", "--limit", "1"], ["auth", "refresh"], ["whoami"], ["auth", "check"], ["profile", "show"],
                ["auth", "login", "--code", answer], ["auth", "login", "--flow", "client"],
            ] {
                outcomes.append(try await binary.run(["--trace"] + words))
            }
            secrets += try binary.tokens(of: demo)
            let text = outcomes.map { $0.output + $0.log }.joined()
            #expect(text.contains("/api/token"))
            #expect(text.contains("Bearer •••"))
            for secret in secrets { #expect(!text.contains(secret)) }
        }
    }

    @Test("On a terminal the browser's answer ends the sign-in, though the browser stays open; it gets no secret")
    func browser() async throws {
        try await DemoChild.serving { binary, demo in
            var seated = binary
            let script = try binary.folder.write(
                "browser.sh",
                """
                #!/bin/sh
                { printf '%s\\n' "$1"; env; } > "$HOME/asked"
                while [ -e "$0" ]; do sleep 0.1; done
                """)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: script)
            #expect(unsafe mkfifo(binary.folder.path + "/asked", 0o600) == 0)
            seated.variables["BROWSER"] = "/nonexistent/first:\(script)"
            seated.variables["SPOTIPY_REDIRECT_URI"] = nil
            let session = try TerminalStage(seated).start(["auth", "login"], columns: 200)
            try session.wait(forText: "A browser was asked to open it.")
            // Waits for the script to have written.
            let pipe = try #require(FileHandle(forReadingAtPath: binary.folder.path + "/asked"))
            let asked = String(decoding: pipe.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
            #expect(!asked.contains { $0.contains(demo.clientSecret) })
            _ = try await demo.redirect(of: demo.redirect(of: String(asked[0])))
            try session.wait(forText: "signed in as")
            #expect(try session.waitForExit() == 0)
            #expect(try binary.tokens(of: demo).count == 2)
        }
    }

    @Test("The first sign-in asks again for what is no client id, says what an error page means, and ends with Ctrl-D")
    func setUp() throws {
        let stage = try TerminalStage()
        let session = try stage.start(["auth", "login", "--as", "mine"], ["BROWSER": "/nonexistent"], columns: 200)
        for wrong in ["clear; spotsh help", "0123456789abcdef", "zzzz456789abcdef0123456789abcdef"] {
            try session.wait(forLine: "Client ID:")
            session.send(wrong + "\r")
            try session.wait(forText: "A client id has 32 characters")
        }
        try session.wait(forLine: "Client ID:")
        session.send("0123456789abcdef0123456789ABCDEF\r")
        try session.wait(forText: "the dashboard must have the client id 0123456789abcdef0123456789ABCDEF")
        try session.wait(forText: "among the redirect URIs, http://127.0.0.1/callback")
        session.send("\u{4}")
        try session.wait(forText: "the sign-in was given up (Ctrl-D)")
        #expect(try session.waitForExit() == 130)
        // What was never agreed to is kept nowhere: the next sign-in asks anew.
        let again = try stage.start(["auth", "login", "--as", "mine"], columns: 200)
        try again.wait(forLine: "Client ID:")
        again.send("\u{4}")
        #expect(try again.waitForExit() == 3)
    }

    @Test("A client id that the service refuses is asked for again")
    func refusedClient() async throws {
        try await DemoChild.serving { binary, demo in
            var seated = binary
            for name in ["SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET", "SPOTIPY_REDIRECT_URI"] {
                seated.variables[name] = nil
            }
            seated.variables["BROWSER"] = "/nonexistent"
            let session = try TerminalStage(seated).start(["auth", "login"], columns: 200)
            try session.wait(forLine: "Client ID:")
            session.send("0123456789abcdef0123456789abcdef\r")
            try session.wait(forText: "among the redirect URIs")
            session.send("AQBcode\r")
            try session.wait(forText: "invalid_client")
            try session.wait(forLine: "Client ID:")
            session.send("\u{4}")
            #expect(try session.waitForExit() == 3)
        }
    }

    @Test("The history keeps what was typed, but no line that holds a secret")
    func history() async throws {
        try await DemoChild.serving { binary, demo in
            let first = try await binary.run(["auth", "login", "--print-url"])
            let answer = try await demo.redirect(of: first.output.trimmingCharacters(in: .newlines))
            let session = try TerminalStage(binary).start(columns: 200)
            try session.wait(forLine: "spotsh>")
            session.send("auth login --code '\(answer)'\r")
            try session.wait(forText: "signed in as")
            try session.wait(forLine: "spotsh>")
            session.send("print kept-in-the-history\r")
            try session.wait(forLine: "spotsh>")
            session.send("quit\r")
            #expect(try session.waitForExit() == 0)
            let state = binary.folder.path + "/spotsh/state"
            var bytes = Data()
            for name in try FileManager.default.contentsOfDirectory(atPath: state) where name.contains("sqlite") {
                bytes += try Data(contentsOf: URL(fileURLWithPath: state + "/" + name))
            }
            #expect(bytes.firstRange(of: Data("kept-in-the-history".utf8)) != nil)
            for secret in try binary.tokens(of: demo) + [demo.clientSecret, try code(in: answer)] {
                #expect(bytes.firstRange(of: Data(secret.utf8)) == nil)
            }
        }
    }

    private func code(in answer: String) throws -> String {
        try #require(URLComponents(string: answer)?.queryItems?.first { $0.name == "code" }?.value)
    }
}

@Suite("Lines that hold a secret")
struct SecretLineTests {
    private static let token = "BQ" + String(repeating: "a-B_9", count: 30)

    @Test(
        "Codes, tokens and this session's secrets are found, bare and by name",
        arguments: [
            "auth login --code 'http://127.0.0.1/cb?code=AQabcdefgh&state=b'", "auth login --code abc",
            "auth login --code=abc", "profile add x --secret abc", "print code=0123456789",
            "call GET '/x?access_token=abc'", "print \(CanarySecrets.clientSecret)",
            "print '<\(CanarySecrets.clientSecret)>'", "let x = \(CanarySecrets.accessToken)", token,
            "print \"\(token)\"", "!curl -H 'Authorization: Bearer 0123456789abcdefghij' x",
            "let t = {access_token: abc}", #"let t = {"refresh_token": "abc"}"#, #"from-json '{"code": "0123456789"}'"#,
        ])
    func found(_ line: String) {
        #expect(lines.holds(line))
    }

    @Test(
        "Ordinary lines are kept",
        arguments: [
            "auth login --code -", "auth login --print-url", "profile add x --secret -", "where .code == 3",
            "where .code==3", "search barcode=3", "liked | first 3", "let code = 3", "print code=3",
            "print access_token",
            "def f [code: string] { print $code }", "print (fail {code: $x})", "print \"the access_token is secret\"",
            "!curl -H \"Authorization: Bearer $token\" x", "play spotify:track:6rqhFgbbKwnb9MLmUQDhG6",
            "call GET '/x?access_token=$token'", "bearer of news",
            "playlist items AQ37i9dQZF1DXcBWIGoYBM5M", "",
        ])
    func kept(_ line: String) {
        #expect(!lines.holds(line))
    }

    @Test("What the session knows is not asked for lines that are too short for a secret")
    func frugal() {
        let lines = SecretLines {
            Issue.record("asked")
            return []
        }
        #expect(!lines.holds("help a b c"))
    }

    private var lines: SecretLines {
        SecretLines { [Secret(CanarySecrets.clientSecret), Secret(CanarySecrets.accessToken)] }
    }
}
