import Foundation
import Glibc
import SpotTestSupport
import Testing

/// What the process is to its surroundings: signals, streams, exit codes, disks.
@Suite("The process and its surroundings", .blocking)
struct ProcessTests {
    private let binary: Binary

    init() throws {
        binary = try Binary()
    }

    @Test(
        "a signal ends a script with its code", arguments: [SIGINT, SIGTERM, SIGHUP])
    func signals(_ signal: Int32) throws {
        let session = try PtySession(
            executable: Binary.path, arguments: ["-c", "log begun; sleep 60s"], environment: binary.environment)
        try session.wait(forText: "begun")
        session.signal(signal)
        #expect(try session.waitForExit() == 128 + signal)
    }

    @Test("an interruption runs `catch interrupted` and `finally`, and goes on")
    func finallyOnInterrupt() throws {
        let code = "try { log begun; sleep 60s } catch interrupted { log caught } finally { log cleaned }; log no"
        let session = try PtySession(
            executable: Binary.path, arguments: ["-c", code], environment: binary.environment)
        try session.wait(for: "the script to begin") { $0.lines.contains("begun") }
        session.signal(SIGINT)
        #expect(try session.waitForExit() == 130)
        #expect(session.screen.lines.contains("caught"))
        #expect(session.screen.lines.contains("cleaned"))
        #expect(!session.screen.lines.contains("no"))
    }

    @Test("a reader that goes away ends the script with 0, without a word")
    func closedPipe() async throws {
        let outcome = try await binary.shell("{ spotsh -c 'while true { print x }'; echo \"code $?\" >&2; } | head -1")
        #expect(outcome.output == "x\n")
        #expect(outcome.log == "code 0\n")
    }

    @Test("the heap grows in large steps")
    func largeSteps() async throws {
        let maps = try await binary.run(["-c", "open /proc/self/smaps --format lines | join \"\\n\" | print"]).output
        let heaps = maps.components(separatedBy: "[heap]").dropFirst().compactMap { heap in
            heap.components(separatedBy: "\n").first { $0.hasPrefix("Size:") }?.split(separator: " ").dropFirst().first
        }
        #expect(heaps.contains { Int($0) ?? 0 >= 65_536 }, "\(heaps) kB")
    }

    @Test("output that is lost is an error, said once")
    func fullOutput() async throws {
        for code in ["print hi", "[1 2]", "let n = 1; print $n; exit 0"] {
            let outcome = try await binary.shell("spotsh -c '\(code)' > /dev/full")
            #expect(outcome.status == 1, "\(code)")
            #expect(outcome.log.components(separatedBy: "cannot write to standard output").count == 2, "\(outcome.log)")
        }
    }

    @Test("standard input is a script, also as `-`, with its places named")
    func standardInput() async throws {
        #expect(try await binary.run([], input: "let a = 2\nprint ($a + 1)\n").output == "3\n")
        #expect(try await binary.run(["-"], input: "param n: int\nprint $n").status == 2)
        #expect(try await binary.run(["-", "7"], input: "param n: int\nprint $n").output == "7\n")
        let wrong = try await binary.run([], input: "print 1\nprnt 2\n")
        #expect(wrong.status == 2)
        #expect(wrong.output == "")
        #expect(wrong.log.hasPrefix("<stdin>:2:1: error[usage]"))
    }

    @Test("a home that cannot be written changes nothing but what is kept there")
    func readOnlyHome() async throws {
        var binary = binary
        binary.variables["SPOTSH_HOME"] = "/proc/spotsh"
        let outcome = try await binary.run(["-c", "print works"])
        #expect((outcome.status, outcome.output, outcome.log) == (0, "works\n", ""))
        let kept = try await binary.run(["config", "rows", "5"])
        #expect(kept.status == 1)
        #expect(kept.log.contains("error[io]"))
    }

    @Test("a save that does not fit leaves what was there")
    func fullDisk() async throws {
        try binary.folder.write("rows.ndjson", "old\n")
        let long = String(repeating: "x", count: 100)
        let code = "let a = [\(Array(repeating: "\"\(long)\"", count: 50).joined(separator: " "))]; "
        for save in ["$a + $a | save rows.ndjson", "$a + $a | to json | save rows.ndjson --format lines"] {
            // 4 KB: in blocks of 512 bytes.
            let outcome = try await binary.shell("ulimit -f 8; exec spotsh -c '\(code + save)'")
            #expect(outcome.status == 1, "\(outcome.log)")
            #expect(outcome.log.contains("error[io]: cannot write"))
            #expect(try binary.folder.read("rows.ndjson") == "old\n")
            let files = try FileManager.default.contentsOfDirectory(atPath: binary.folder.path)
            #expect(files.filter { $0.hasSuffix(".tmp") } == [])
        }
    }

    @Test("a device is written to, never replaced")
    func savesToDevices() async throws {
        let pipe = try await binary.shell("spotsh -c '[1 2] | save /dev/stdout --format ndjson' | cat")
        #expect((pipe.status, pipe.output) == (0, "1\n2\n"))
        let full = try await binary.run(["-c", "[1 2] | save /dev/full --format ndjson"])
        #expect(full.status == 1)
        #expect(full.log.contains("error[io]"))
    }

    @Test(
        "--output gives a stream in each format",
        arguments: [
            ("json", "[\n{\"a\":1,\"b\":\"x|y\"},\n{\"a\":2,\"b\":null}\n]\n"),
            ("ndjson", "{\"a\":1,\"b\":\"x|y\"}\n{\"a\":2,\"b\":null}\n"), ("csv", "a,b\n1,x|y\n2,\n"),
            ("tsv", "a\tb\n1\tx|y\n2\t\n"), ("markdown", "| a | b |\n| --- | --- |\n| 1 | x\\|y |\n| 2 |  |\n"),
            ("table", "#  a  b\n1  1  x|y\n2  2\n"),
        ])
    func outputs(_ format: String, _ expected: String) async throws {
        let code = "[{a: 1 b: \"x|y\"} {a: 2 b: null}] | where .a > 0"
        let outcome = try await binary.run(["--output", format, "-c", code])
        #expect(outcome.output == expected)
    }

    @Test("--color decides, then NO_COLOR, then whether it is a terminal")
    func colour() async throws {
        var binary = binary
        let arguments = ["--output", "table", "-c", "[{a: 1}] | where true"]
        #expect(try await !binary.run(arguments).output.contains("\u{1B}"))
        #expect(try await binary.run(["--color", "always"] + arguments).output.contains("\u{1B}"))
        binary.variables["NO_COLOR"] = "1"
        #expect(try await binary.run(["--color", "always"] + arguments).output.contains("\u{1B}"))
        #expect(try await !binary.run(arguments).output.contains("\u{1B}"))
    }
}
