import Foundation
import SpotTestSupport
import Testing

/// Compressed answers over the real transport: right ones, ones that lie, and ones that would fill the memory.
@Suite("Compressed answers", .timeLimit(.minutes(5)))
struct CompressedAnswerTests {
    private let binary: Binary

    init() throws { binary = try Binary() }

    /// What a line of `sh` prints, and an answer that has it as its body.
    private func answer(
        _ line: String, coding: String = "gzip", announcing difference: Int = 0
    ) async throws -> [UInt8] {
        let made = try await binary.shell("{ \(line); } > body.bin")
        #expect(made.status == 0, "\(made.log)")
        let body = try Data(contentsOf: URL(fileURLWithPath: binary.folder.path + "/body.bin"))
        let head = """
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: \(coding)\r\n\
            Content-Length: \(body.count + difference)\r\nConnection: close\r\n\r\n
            """
        return Array(head.utf8) + body
    }

    private func run(_ answer: [UInt8], _ code: String) async throws -> Binary.Outcome {
        let server = RawServer(bytes: answer)
        var binary = binary
        binary.variables = ["SPOTSH_API_URL": server.url + "/v1", "SPOTSH_TOKEN": "token"]
        return try await binary.run(["-c", code])
    }

    @Test("gzip and deflate are read", arguments: ["gzip", "deflate"])
    func read(coding: String) async throws {
        // zlib finds out by itself which of the two a stream is.
        let answer = try await answer(#"printf '{"id":"listener"}' | gzip -c"#, coding: coding)
        let outcome = try await run(answer, "print (me).id")
        #expect((outcome.status, outcome.output) == (0, "listener\n"), "\(outcome.log)")
    }

    @Test(
        "a body that is not what its header says is an error that says so",
        arguments: [
            ("printf '{\"id\":\"x\"}' | gzip -c", "br", 0, "could not be decompressed (br)"),
            ("printf '{\"id\":\"x\"}' | gzip -c | gzip -c", "gzip, gzip", 0, "could not be decompressed (gzip, gzip)"),
            ("printf '{\"id\":\"x\"}' | gzip -c | gzip -c", "gzip", 0, "not JSON"),
            ("printf '{\"id\":\"x\"}' | gzip -c", "gzip", 20, "cut short"),
            ("printf '{\"id\":\"x\"}' | gzip -c", "gzip", -6, "cut short"),
            ("printf '{\"id\":\"x\"}' | gzip -c; printf junk", "gzip", 0, "could not be decompressed"),
        ])
    func lies(line: String, coding: String, difference: Int, said: String) async throws {
        let outcome = try await run(try await answer(line, coding: coding, announcing: difference), "me")
        #expect([5, 7].contains(outcome.status), "\(outcome.log)")
        #expect(outcome.log.contains(said), "\(outcome.log)")
    }

    @Test(
        "a small body that becomes a huge one is given up, in bounded memory",
        arguments: [
            (1, 0, "is too big (more than 64 MB)"), (1, 50_000_000, "is too big (more than 64 MB)"), (2, 0, "not JSON"),
        ])
    func bomb(layers: Int, difference: Int, said: String) async throws {
        // 400 MB, of which gzip makes 400 KB and gzip again 2 KB.
        let pack = String(repeating: " | gzip -9c", count: layers)
        let answer = try await answer("head -c 400000000 /dev/zero\(pack)", announcing: difference)
        #expect(answer.count < 1_000_000)
        let code = """
            try { me } catch as e { log $e.message }
            open /proc/self/status --format lines | where (. contains "VmHWM")
            """
        let outcome = try await run(answer, code)
        #expect(outcome.status == 0 && outcome.log.contains(said), "\(outcome.log)")
        let peak = Int(outcome.output.filter(\.isNumber)) ?? .max
        #expect(peak < 300_000, "\(peak) KB")
    }
}
