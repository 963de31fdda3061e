import Foundation
import SpotDiagnostics
import Testing

/// What the command line, the environment and the folders promise: the contract that scripts and cron rely on.
@Suite("The contract of the command line")
struct InvocationTests {
    private let binary: Binary

    init() throws { binary = try Binary() }

    @Test("`fail` ends with the code of its kind, for every kind", arguments: ErrorKind.allCases)
    func exitCodes(kind: ErrorKind) async throws {
        let outcome = try await binary.run(["-c", "fail {kind: \"\(kind.rawValue)\", message: \"on purpose\"}"])
        #expect(outcome.status == kind.exitCode)
        #expect(outcome.log.hasPrefix("-c:1:1: error[\(kind.rawValue)]: on purpose\n"))
    }

    @Test("What is found before running ends with 2, and nothing runs; `exit N` with N; the end with 0")
    func otherCodes() async throws {
        for code in ["print 1; print $missing", "print 1; lked", "print 1; print \"", "print 1; liked --limt 2"] {
            let outcome = try await binary.run(["-c", code])
            #expect(outcome.status == 2, "\(code)")
            #expect(outcome.output == "", "\(code)")
        }
        #expect(try await binary.run(["-c", "print 1; exit 42; print 2"]).status == 42)
        #expect(try await binary.run(["-c", ""]).status == 0)
        #expect(try await binary.run([], input: "").status == 0)
    }

    @Test("The common options stand before FILE, -c or COMMAND, alone and together")
    func commonOptions() async throws {
        let all = [
            "--output", "ndjson", "--color", "never", "--no-cache", "--timeout", "20s", "--wait", "1m", "--market",
            "se",
            "--yes", "--dry-run", "--timing", "--no-rc", "--trace", "--quiet", "--demo=extended",
        ]
        let code = try await binary.run(all + ["-c", "param n: int\nliked | first $n | map .name | count", "3"])
        #expect((code.status, code.output) == (0, "3\n"), "\(code.log)")
        #expect(code.log.contains("> Authorization: Bearer •••"))
        #expect(code.log.contains("market=SE"))
        #expect(code.log.contains("timing:"))
        let command = try await binary.run(all + ["track", "get", "11dFghVXANMlKmJXsNCbNl", "--output", "json"])
        #expect(command.log.contains("/v1/tracks/11dFghVXANMlKmJXsNCbNl?market=SE"))
        let file = try binary.folder.write("own.spot", "param --timing\nparam words: string...\nprint $timing $words\n")
        let script = try await binary.run(["--quiet", file, "--timing", "--", "--trace"])
        #expect((script.status, script.output) == (0, "true [\"--trace\"]\n"), "\(script.log)")
    }

    @Test(
        "A command line that cannot be meant is refused with a hint",
        arguments: [
            (["--output", "xml", "-c", "print 1"], "--output"), (["--color", "maybe", "-c", "print 1"], "--color"),
            (["--timeout", "soon", "-c", "print 1"], "--timeout"), (["--wait", "1x", "-c", "print 1"], "--wait"),
            (["--market", "SWE", "-c", "print 1"], "--market"), (["--demo=other", "-c", "print 1"], "'--demo'"),
            (["--output"], "--output"), (["-c"], "-c"), (["--nope"], "--nope"), (["--check"], "`--check` needs a file"),
            (["demo"], "spotsh demo serve"), ([""], "empty word"), (["lked"], "did you mean liked?"),
            (["playlist", "remvoe"], "playlist remove"), (["./none.spot"], "./none.spot"),
            (["-c", "print 1", "extra"], "takes no arguments"),
        ] as [([String], String)])
    func refused(arguments: [String], mentioned: String) async throws {
        let outcome = try await binary.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output == "")
        #expect(outcome.log.contains("error["))
        #expect(outcome.log.contains(mentioned), "\(outcome.log)")
    }

    @Test("--help explains the forms, the options and the exit codes; --version names the release")
    func help() async throws {
        for option in ["--help", "-h"] {
            let outcome = try await binary.run([option])
            #expect((outcome.status, outcome.log) == (0, ""))
            for part in [
                "spotsh FILE.spot", "-c 'CODE'", "spotsh COMMAND", "--check", "--demo[=extended]", "demo serve",
                "commands --json", "--profile", "--output", "--color", "--no-cache", "--timeout", "--wait", "--market",
                "--yes", "--dry-run", "--timing", "--no-rc", "--trace", "--quiet", "--version", "exit codes",
            ] {
                #expect(outcome.output.contains(part), "\(part)")
            }
            #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
        }
        let version = try await binary.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output.wholeMatch(of: /spotsh \d+\.\d+\.\d+\n/) != nil)
    }

    @Test("A command's arguments are taken literally, never parsed again")
    func literalArguments() async throws {
        for name in ["Don't Stop", "$x | y", "a;b", "{c}", "\"q\"", "(1 + 1)", "*", "~", "#x"] {
            let made = try await binary.run(["--demo", "playlist", "create", name])
            #expect(made.status == 0, "\(made.log)")
            let found = try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: Any]
            #expect(found?["name"] as? String == name)
        }
    }

    @Test("commands --json is one array with an object for each command, as the contract describes it")
    func commandTable() async throws {
        let outcome = try await binary.run(["commands", "--json"])
        #expect(outcome.status == 0)
        let parsed = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
        let commands = try #require(parsed)
        #expect(
            Set(commands.compactMap { $0["name"] as? String }).isSuperset(of: ["liked", "playlist add", "auth login"]))
        let fields: Set = [
            "name", "aliases", "summary", "operation", "status", "scopes", "needs", "adds", "yields", "parameters",
            "spotipy", "examples",
        ]
        let parameterFields: Set = [
            "name", "kind", "type", "required", "repeated", "list", "input", "per_item", "values", "default", "summary",
        ]
        for command in commands {
            #expect(fields.isSubset(of: command.keys), "\(command["name"] ?? "")")
            for parameter in command["parameters"] as? [[String: Any]] ?? [] {
                #expect(parameterFields.isSubset(of: parameter.keys), "\(command["name"] ?? "")")
            }
        }
    }

    @Test("--check says every finding in one pass, and runs nothing")
    func check() async throws {
        let bad = try binary.folder.write("bad.spot", "print $missing\nlked | first 3\nliked --limt 2\nsave\n")
        let good = try binary.folder.write("good.spot", "print (liked | count)\nplayer pause\n")
        let both = try await binary.run(["--check", good, bad])
        #expect(both.status == 2)
        for part in ["bad.spot:1:7:", "bad.spot:2:1:", "bad.spot:3:7:", "bad.spot:4:1:"] {
            #expect(both.log.contains(part), "\(both.log)")
        }
        #expect(both.output.contains("good.spot: no mistakes found\n  needs: "))
        #expect(both.output.contains("user-library-read"))
        #expect(both.output.contains("bad.spot: 4 errors"))
    }

    @Test("A plan without a terminal needs --yes or --dry-run, before anything runs; SPOTSH_YES=1 is --yes")
    func plans() async throws {
        var binary = binary
        let code = "log begun; plan { liked | first 2 | playlist add Doubles }; print (playlist tracks Doubles | count)"
        let refused = try await binary.run(["--demo", "-c", code])
        #expect(refused.status == 2)
        #expect(!refused.log.contains("begun"))
        #expect(refused.log.contains("--yes"))
        let before = try await binary.run(["--demo", "--dry-run", "-c", code])
        #expect(before.status == 0, "\(before.log)")
        let yes = try await binary.run(["--demo", "--yes", "-c", code])
        #expect(yes.status == 0, "\(yes.log)")
        #expect(yes.output.hasSuffix("23\n"), "\(yes.output)")
        let file = try binary.folder.write("plan.spot", code)
        #expect(try await binary.run(["--demo", file, "--dry-run"]).status == 0)
        binary.variables["SPOTSH_YES"] = "1"
        #expect(try await binary.run(["--demo", file]).output.hasSuffix("23\n"))
    }

    // MARK: Environment and files

    @Test("Plain http is for loopback only, and an address that is none is said")
    func addresses() async throws {
        for name in ["SPOTSH_API_URL", "SPOTSH_ACCOUNTS_URL"] {
            for address in ["http://api.example.test/v1", "nonsense", "ftp://127.0.0.1/"] {
                var binary = binary
                binary.variables = [name: address, "SPOTSH_CLIENT_ID": "x", "SPOTSH_TOKEN": "x"]
                let outcome = try await binary.run(["me"])
                #expect(outcome.status == 1)
                #expect(outcome.log.contains(name) && outcome.log.contains(address), "\(outcome.log)")
            }
        }
    }

    @Test("SPOTSH_ names win over spotipy's, and an empty value counts as unset; `auth status` says which it was")
    func precedence() async throws {
        var binary = binary
        binary.variables = ["SPOTIPY_CLIENT_ID": "theirs", "SPOTSH_CLIENT_ID": "ours", "SPOTIPY_CLIENT_SECRET": ""]
        func status() async throws -> [String: Any] {
            let outcome = try await binary.run(["auth", "status"])
            return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        }
        let ours = try await status()
        #expect(ours["client_id"] as? String == "ours")
        #expect((ours["sources"] as? [String: Any])?["client_id"] as? String == "SPOTSH_CLIENT_ID")
        #expect(ours["client_secret"] as? String == "none")
        binary.variables["SPOTSH_CLIENT_ID"] = ""
        let theirs = try await status()
        #expect(theirs["client_id"] as? String == "theirs")
        #expect((theirs["sources"] as? [String: Any])?["client_id"] as? String == "SPOTIPY_CLIENT_ID")
    }

    @Test("what a demo keeps on the disk goes with the session")
    func demoLeavesNothing() async throws {
        var binary = try Binary()
        let folder = binary.folder.path + "/temporary"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        binary.variables["TMPDIR"] = folder
        let outcome = try await binary.run([
            "--demo", "-c", "profile add bob; !ls \(folder) | map .[0:11] | print; profile list | map .name | print",
        ])
        #expect(outcome.output == "spotsh-demo\nbob\n", "\(outcome.log)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }

    @Test("Under the XDG folders each file stands where it belongs: files 0600, folders 0700")
    func folders() async throws {
        try await DemoChild.serving { binary, demo in
            var binary = binary
            binary.variables["SPOTSH_HOME"] = ""
            for kind in ["config", "state", "cache"] {
                binary.variables["XDG_\(kind.uppercased())_HOME"] = binary.folder.path + "/" + kind
            }
            _ = try await binary.signIn(at: demo)
            for code in [
                "liked | first 1 | count", "config rows 5", "pin road (playlist find Doubles)", "playlist create Made",
                "alias old 'liked | first 3'", "profile add work --client-id abc",
            ] {
                let outcome = try await binary.run(["-c", code])
                #expect(outcome.status == 0, "\(code): \(outcome.log)")
            }
            #expect(try await binary.run(["profile", "add", "other", "--secret", "-"], input: "hush\n").status == 0)
            let expected = [
                "config/spotsh/aliases.json", "config/spotsh/pins.json", "config/spotsh/profiles.json",
                "config/spotsh/secrets/other", "config/spotsh/settings.json", "state/spotsh/spotsh.sqlite",
                "state/spotsh/tokens/default/pkce-\(demo.clientId).json", "cache/spotsh/responses.sqlite",
            ]
            let found = try #require(FileManager.default.enumerator(atPath: binary.folder.path)).compactMap {
                $0 as? String
            }.filter { path in ["config", "state", "cache"].contains { path.hasPrefix($0) } }
            #expect(Set(found).isSuperset(of: expected), "\(found)")
            for path in found {
                let facts = try FileManager.default.attributesOfItem(atPath: binary.folder.path + "/" + path)
                let isFolder = facts[.type] as? FileAttributeType == .typeDirectory
                #expect(facts[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
            }
        }
    }

    @Test("A token that expired is renewed before the request, and one that is refused (401) once more after it")
    func refresh() async throws {
        try await DemoChild.serving { binary, demo in
            _ = try await binary.signIn(at: demo)
            let first = try binary.tokens(of: demo)
            // What the service calls expired: the answer is 401, and the token file does not know it yet.
            try await demo.control("expire")
            let outcome = try await binary.run(["--trace", "me"])
            #expect(outcome.status == 0, "\(outcome.log)")
            #expect(outcome.log.contains("< 401"))
            let second = try binary.tokens(of: demo)
            #expect(second[0] != first[0])
            // What the file calls expired: renewed before the request.
            let path = binary.tokenFile(of: demo)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let old = text.replacing(/"expires_at":\s*\d+/, with: "\"expires_at\": 1000")
            #expect(old != text)
            try Data(old.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            let again = try await binary.run(["--trace", "me"])
            #expect(again.status == 0, "\(again.log)")
            #expect(!again.log.contains("< 401"))
            #expect(try binary.tokens(of: demo)[0] != second[0])
        }
    }
}
