import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Subprocess
import Testing

/// `spotsh demo serve` as another program meets it: each option, through the real binary.
@Suite("The demo service by itself")
struct DemoServeTests {
    @Test("The ready file is one private JSON object with the addresses; a signal ends it with 0")
    func readyFile() async throws {
        let status = try await DemoChild.serving([]) { binary, demo in
            #expect(demo.apiUrl == demo.accountsUrl + "/v1")
            #expect(demo.apiUrl.hasPrefix("http://127.0.0.1:"))
            #expect(demo.userId == "demo-listener")
            #expect(demo.proxyUrl == nil)
            let path = binary.folder.path + "/ready.json"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(status == .exited(0))
    }

    @Test("A taken port is an error that says which, for the service and for its proxy")
    func takenPort() async throws {
        try await DemoChild.serving([]) { binary, demo in
            let port = demo.accountsUrl.split(separator: ":").last.map(String.init) ?? ""
            for option in ["--port", "--proxy-port"] {
                let second = try await binary.run(["demo", "serve", option, port])
                #expect(second.status == 7)
                #expect(second.log.hasPrefix("error[network]:"))
                #expect(second.log.contains("127.0.0.1:\(port)\nhint: \(option) 0\n"))
            }
        }
    }

    @Test("--mode decides which of Spotify's two Web APIs answers, --library how many songs are liked")
    func world() async throws {
        try await DemoChild.serving(["--mode", "development", "--library", "7", "--auto-approve"]) { binary, demo in
            _ = try await binary.signIn(at: demo)
            #expect(try await binary.run(["-c", "print (liked | count)"]).output == "7\n")
            let refused = try await binary.run(["markets"])
            #expect(refused.status == 4)
        }
        try await DemoChild.serving(["--mode", "extended", "--auto-approve"]) { binary, demo in
            _ = try await binary.signIn(at: demo)
            #expect(try await binary.run(["markets"]).status == 0)
        }
    }

    @Test("Equal seeds make equal worlds, other seeds others")
    func seeds() async throws {
        var names: [String] = []
        for seed in ["5", "5", "6"] {
            try await DemoChild.serving(["--seed", seed, "--auto-approve"]) { binary, demo in
                _ = try await binary.signIn(at: demo)
                names.append(try await binary.run(["-c", "liked | first 20 | map .name"]).output)
            }
        }
        #expect(names[0] == names[1])
        #expect(names[0] != names[2])
    }

    @Test("Above --rate the answer is 429, and exit code 6 where nothing is waited for")
    func rate() async throws {
        try await DemoChild.serving(["--rate", "2", "--auto-approve"]) { binary, demo in
            _ = try await binary.signIn(at: demo)
            let outcome = try await binary.run(["--wait", "0s", "--no-cache", "-c", "me; me; me; me"])
            #expect(outcome.status == 6)
            #expect(outcome.log.contains("error[rate_limited]"))
        }
    }

    @Test("--latency holds each answer back: whoever waits less sees a timeout")
    func latency() async throws {
        try await DemoChild.serving(["--latency", "10m"]) { binary, _ in
            var binary = binary
            binary.variables["SPOTSH_TOKEN"] = "any"
            let outcome = try await binary.run(["--timeout", "100ms", "me"])
            #expect(outcome.status == 7)
            #expect(outcome.log.contains("error[network]"))
        }
    }

    @Test("--fault, several times: a status, and an answer that is cut")
    func faults() async throws {
        let faults = ["--fault", "GET /me: 500 after 1", "--fault", "GET /me/tracks: truncate x9"]
        try await DemoChild.serving(faults + ["--auto-approve"]) { binary, demo in
            _ = try await binary.signIn(at: demo)
            #expect(try await binary.run(["--wait", "0s", "me"]).status == 5)
            #expect(try await binary.run(["--wait", "0s", "liked"]).status == 7)
            #expect(try await binary.run(["-c", "recent | first 1 | count"]).output == "1\n")
        }
    }

    @Test("Without --auto-approve the consent page waits for its button; with it the browser is sent back at once")
    func approval() async throws {
        for (options, expected) in [([], UInt(200)), (["--auto-approve"], 302)] {
            try await DemoChild.serving(options) { binary, demo in
                let address = try await binary.run(["auth", "login", "--print-url"]).output
                    .trimmingCharacters(in: .whitespacesAndNewlines)
                let answer = try await Self.get(address)
                #expect(answer.status == expected)
                if expected == 200 { #expect(answer.body.contains("Agree") && answer.body.contains("Cancel")) }
            }
        }
    }

    @Test("--state keeps what was written for the next service")
    func state() async throws {
        let folder = try TemporaryFolder()
        let options = ["--state", folder.path + "/state.json", "--auto-approve"]
        for round in 1...2 {
            try await DemoChild.serving(options) { binary, demo in
                _ = try await binary.signIn(at: demo)
                if round == 1 {
                    let made = try await binary.run(["-c", "playlist create Kept; liked | first 2 | playlist add Kept"])
                    #expect(made.status == 0, "\(made.log)")
                }
                #expect(try await binary.run(["-c", "print (playlist tracks Kept | count)"]).output == "2\n")
            }
        }
    }

    @Test("--state keeps sign-ins as well: a restart signs nobody out")
    func signIns() async throws {
        let folder = try TemporaryFolder()
        let options = ["--state", folder.path + "/state.json", "--auto-approve"]
        var home: Binary?
        try await DemoChild.serving(options) { binary, demo in
            _ = try await binary.signIn(at: demo)
            home = binary
        }
        try await DemoChild.serving(options) { _, demo in
            var binary = try #require(home)
            binary.variables = demo.variables
            #expect(try await binary.run(["-c", "print (liked | first 1 | count)"]).output == "1\n")
            let renewed = try await binary.run(["auth", "refresh"])
            #expect(renewed.status == 0, "\(renewed.log)")
        }
    }

    @Test("The service says what another terminal types to use it, and that works")
    func use() async throws {
        let binary = try Binary()
        let outcome = try await binary.shell(
            """
            mkfifo ready
            spotsh demo serve --auto-approve >ready 2>log &
            demo=$!
            head -1 ready >/dev/null
            eval "$(grep export log)"
            address=$(spotsh auth login --print-url 2>/dev/null)
            test "${address%%\\?*}" = "$SPOTSH_ACCOUNTS_URL/authorize" && echo there
            spotsh -c 'print (auth status).profile; auth check | where .check == "accounts server" | map .ok'
            kill $demo
            """)
        #expect(outcome.output == "there\ndemo-serve\n[\ntrue\n]\n", "\(outcome)")
    }

    @Test("--demo-state keeps what --demo wrote; without it each run begins anew")
    func demoState() async throws {
        let binary = try Binary()
        let kept = ["--demo", "--demo-state", "state.json", "-c"]
        #expect(try await binary.run(kept + ["playlist create Kept"]).status == 0)
        let count = "me playlists | where .name == \"Kept\" | count"
        #expect(try await binary.run(kept + [count]).output == "1\n")
        #expect(try await binary.run(["--demo", "-c", count]).output == "0\n")
        let nowhere = try await binary.run(["--demo", "--demo-state", "/proc/none/state.json", "-c", "me"])
        #expect(nowhere.status == 1)
        #expect(nowhere.log.contains("error[io]") && nowhere.log.contains("/proc/none/state.json"))
        try binary.folder.write("state.json", "not ours")
        let broken = try await binary.run(kept + ["me"])
        #expect(broken.status == 1)
        #expect(broken.log.contains("state.json holds no state of the demo service"))
        #expect(try binary.folder.read("state.json") == "not ours")
    }

    @Test("--tls serves https, HTTP/2 for whoever offers it; SPOTSH_CACERT names the root to trust")
    func tls() async throws {
        let folder = try TemporaryFolder()
        let files = try TestCertificate.write(in: folder)
        try await DemoChild.serving(["--tls", files.certificate, files.key, "--auto-approve"]) { binary, demo in
            #expect(demo.apiUrl.hasPrefix("https://127.0.0.1:"))
            #expect(try await Self.get(demo.accountsUrl, root: files.certificate).version == .http2)
            let old = try await Self.get(demo.accountsUrl, root: files.certificate, http1Only: true)
            #expect(old.version == .http1_1)
            var binary = binary
            let distrusted = try await binary.run(["auth", "login", "--flow", "client"])
            #expect(distrusted.status == 7)
            #expect(distrusted.log.contains("SPOTSH_CACERT"))
            binary.variables["SPOTSH_CACERT"] = files.certificate
            let outcome = try await binary.run(["-c", "auth login --flow client; search moss | first 3 | count"])
            #expect((outcome.status, outcome.output) == (0, "3\n"), "\(outcome.log)")
            binary.variables["SPOTSH_CACERT"] = folder.path + "/none.pem"
            #expect(try await binary.run(["--no-cache", "search", "moss"]).status == 7)
        }
    }

    @Test("--proxy-port is a proxy that counts its tunnels; HTTPS_PROXY leads there, NO_PROXY past it")
    func proxy() async throws {
        let folder = try TemporaryFolder()
        let files = try TestCertificate.write(in: folder)
        let options = ["--tls", files.certificate, files.key, "--proxy-port", "0", "--auto-approve"]
        try await DemoChild.serving(options) { binary, demo in
            let tunnels = { try await Self.get(demo.accountsUrl + "/_demo/proxy", root: files.certificate).body }
            #expect(try await tunnels() == "{\"tunnels\":0}")
            var binary = binary
            binary.variables["SPOTSH_CACERT"] = files.certificate
            binary.variables["HTTPS_PROXY"] = demo.proxyUrl
            for name in ["SPOTSH_API_URL", "SPOTSH_ACCOUNTS_URL"] {
                binary.variables[name] = binary.variables[name]?.replacing("127.0.0.1", with: "spotify.test")
            }
            let outcome = try await binary.run(["-c", "auth login --flow client; search moss | first 3 | count"])
            #expect((outcome.status, outcome.output) == (0, "3\n"), "\(outcome.log)")
            let counted = try await tunnels()
            #expect(counted != "{\"tunnels\":0}")
            binary.variables["NO_PROXY"] = "spotify.test"
            #expect(try await binary.run(["--no-cache", "search", "moss"]).status == 7)
            #expect(try await tunnels() == counted)
        }
    }

    @Test(
        "A wrong option ends it before it listens",
        arguments: [
            (["--port", "many"], 2, "--port"), (["--tls", "one.pem"], 2, "--tls takes a certificate and a key"),
            (["--tls", "one.pem", "two.pem"], 1, "one.pem"), (["--fault", "GET me"], 2, "GET me"),
            (["--mode", "other"], 2, "--mode"), (["--latency", "long"], 2, "--latency"), (["--hurry"], 2, "--hurry"),
            (["--state", "/proc/none/state"], 1, "/proc/none/state"),
            (["--ready-file", "/proc/none/ready"], 1, "/proc/none/ready"),
        ] as [([String], Int32, String)])
    func mistakes(options: [String], code: Int32, mentioned: String) async throws {
        let outcome = try await Binary().run(["demo", "serve"] + options)
        #expect(outcome.status == code)
        #expect(outcome.output == "")
        #expect(outcome.log.contains(mentioned), "\(outcome.log)")
    }

    @Test("--help names every option")
    func help() async throws {
        let outcome = try await Binary().run(["demo", "serve", "--help"])
        #expect(outcome.status == 0)
        for option in [
            "--port", "--mode", "--latency", "--library", "--rate", "--seed", "--auto-approve", "--fault", "--tls",
            "--proxy-port", "--state", "--ready-file",
        ] {
            #expect(outcome.output.contains(option))
        }
    }

    /// One GET by a client of its own.
    private static func get(
        _ url: String, root: String? = nil, http1Only: Bool = false
    ) async throws -> (status: UInt, version: HTTPVersion, body: String) {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        if http1Only { configuration.httpVersion = .http1Only }
        if let root {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(root))
            configuration.tlsConfiguration = tls
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let answer = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(60))
            let body = try await answer.body.collect(upTo: 1 << 20)
            try await client.shutdown()
            return (answer.status.code, answer.version, String(buffer: body))
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}
