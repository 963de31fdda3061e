import SpotTestSupport
import Testing

/// A server that answers wrongly, and the real binary: each time a clear error or a right answer, never a crash, never
/// longer than the time allowed, never a token sent elsewhere.
@Suite("Bad servers", .timeLimit(.minutes(5)))
struct BadServerTests {
    /// What the server sends, and what becomes of a command.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: String
        var command: [String]
        var status: Int32
        /// A part of what is printed.
        var output = ""
        /// A part of what is said on standard error.
        var log = ""
        var ending = RawServer.Ending.close
        var testDescription: String { name }
    }

    private static let liked = ["liked", "--limit", "3"]
    private static let canary = "canary-token-0123456789"

    private static func ok(_ body: String, _ fields: String = "") -> String {
        status("200 OK", body, fields)
    }

    private static func status(_ line: String, _ body: String, _ fields: String = "") -> String {
        "HTTP/1.1 \(line)\r\nContent-Type: application/json\r\n\(fields)Content-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
    }

    private static let track =
        #"{"id":"6rqhFgbbKwnb9MLmUQDhG6","name":"N","type":"track","uri":"spotify:track:6rqhFgbbKwnb9MLmUQDhG6"}"#

    static let shapes: [Case] = [
        Case(
            name: "null entries",
            answer: ok(#"{"items":[null,{"added_at":"x","track":null},{"track":\#(track)}],"next":null}"#),
            command: liked, status: 0, output: #""name":"N""#),
        Case(name: "no fields at all", answer: ok("{}"), command: liked, status: 5, log: "no list"),
        Case(name: "items are no list", answer: ok(#"{"items":"x"}"#), command: liked, status: 5, log: "no list"),
        Case(
            name: "items of wrong types",
            answer: ok(#"{"items":[1,"a",[2],{"track":5}],"total":"many","next":5,"limit":"x"}"#), command: liked,
            status: 0),
        Case(name: "a list where a record should be", answer: ok("[1]"), command: ["me"], status: 5, log: "list"),
        Case(name: "a number where a list should be", answer: ok("7"), command: liked, status: 5, log: "no list"),
        Case(
            name: "fields of wrong types in a device", answer: ok(#"{"devices":[1,null,{"id":5,"name":[]}]}"#),
            command: ["player", "pause", "--device", "kitchen"], status: 4, log: "kitchen"),
        Case(
            name: "a total that lies", answer: ok(#"{"items":[],"total":5000000000,"next":null}"#), command: ["liked"],
            status: 0, output: "["),
        Case(
            name: "a total below zero", answer: ok(#"{"items":[{"track":\#(track)}],"total":-5,"next":null}"#),
            command: ["liked"], status: 0, output: #""name":"N""#),
        Case(
            name: "a next that loops",
            answer: ok(
                #"{"items":[\#(Array(repeating: #"{"track":\#(track)}"#, count: 50).joined(separator: ","))],"#
                    + #""offset":0,"limit":50,"total":500,"next":"x?offset=0"}"#), command: ["liked"], status: 5,
            log: "leads back"),
        Case(
            name: "a next on another server",
            answer: ok(
                #"{"artists":{"items":[{"id":"6rqhFgbbKwnb9MLmUQDhG6","name":"N"}],"#
                    + #""next":"https://evil.test/v1/me/following?after=1","cursors":{"after":"1"}}}"#),
            command: ["me", "following"], status: 5, output: #""name":"N""#, log: "another server"),
    ]

    static let errors: [Case] = [
        ("as a string", #"{"error":"broken"}"#, "broken"), ("as a list", #"["broken"]"#, "broken"),
        ("as a list inside", #"{"errors":[{"message":"broken"}]}"#, "broken"),
        ("as HTML", "<html><head><title>Bad Gateway</title></head></html>", "Bad Gateway"), ("as nothing", "", "400"),
        ("cut short", #"{"error":{"mess"#, "400"), ("of wrong types", #"{"error":{"status":"x","message":5}}"#, "400"),
        ("not UTF-8", "\u{FFFD}\u{0}", "400"),
    ].map { name, body, log in
        Case(name: "an error \(name)", answer: status("400 Bad Request", body), command: liked, status: 4, log: log)
    }

    static let bodies: [Case] = [
        Case(
            name: "a body cut short",
            answer: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"items\":[", command: liked, status: 7,
            log: "cut short"),
        Case(
            name: "a body that never ends", answer: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"items\":[",
            command: liked, status: 7, log: "took too long", ending: .silence),
        Case(
            name: "chunks that never end",
            answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ite\r\n",
            command: liked, status: 7, log: "took too long", ending: .silence),
        Case(
            name: "a body of single bytes without end",
            answer: "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n", command: liked, status: 7,
            log: "took too long", ending: .drip),
        Case(
            name: "a body without end, as fast as it goes", answer: "HTTP/1.1 200 OK\r\n\r\n[", command: liked,
            status: 7,
            log: "the answer of", ending: .flood),
        Case(
            name: "headers without end", answer: "HTTP/1.1 200 OK\r\nX: ", command: liked, status: 7,
            ending: .flood),
        Case(
            name: "a length that is too short",
            answer: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n{\"items\":[]}", command: liked,
            status: 5, log: "not JSON"),
        Case(
            name: "a length that is no number", answer: "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
            command: liked,
            status: 7),
        Case(
            name: "gzip garbage", answer: ok("this is no gzip stream", "Content-Encoding: gzip\r\n"), command: liked,
            status: 7, log: "decompressed"),
        Case(name: "no JSON", answer: ok("<p>hello</p>"), command: liked, status: 5, log: "not JSON"),
        Case(name: "no body", answer: ok(""), command: liked, status: 5, log: "without a body"),
        Case(
            name: "204 for a list", answer: "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", command: liked,
            status: 5,
            log: "without a body"),
        Case(
            name: "204 for a record", answer: "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n", command: ["me"],
            status: 5, log: "nothing"),
        Case(
            name: "204 for the player", answer: "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
            command: ["player", "now"], status: 1, log: "nothing is playing"),
        Case(name: "no HTTP", answer: "SSH-2.0-OpenSSH_9.2\r\n", command: liked, status: 7, log: "not HTTP"),
        Case(name: "nothing at all", answer: "", command: liked, status: 7, log: "closed the connection"),
        Case(
            name: "a nesting without end", answer: ok(String(repeating: "[", count: 100_000)), command: ["me"],
            status: 5,
            log: "not JSON"),
    ]

    @Test("an answer of a wrong shape", arguments: shapes)
    func shape(_ bad: Case) async throws { try await run(bad) }

    @Test("an error of any shape keeps its status", arguments: errors)
    func error(_ bad: Case) async throws { try await run(bad) }

    @Test("a body that is broken", arguments: bodies)
    func body(_ bad: Case) async throws { try await run(bad) }

    private func run(_ bad: Case) async throws {
        let server = RawServer(bad.answer, then: bad.ending)
        var binary = try Binary()
        binary.variables = ["SPOTSH_API_URL": server.url + "/v1", "SPOTSH_TOKEN": Self.canary]
        let outcome = try await binary.run(["--timeout", "2s"] + bad.command)
        #expect(outcome.status == bad.status, "\(outcome.log)\(outcome.output.prefix(300))")
        #expect(outcome.output.contains(bad.output), "\(outcome.output.prefix(300))")
        #expect(outcome.log.contains(bad.log), "\(outcome.log)")
        #expect(!outcome.log.contains(Self.canary))
        #expect(outcome.status == 0 || outcome.log.contains("error["), "an error is said")
    }

    @Test("a redirect to another server is not followed, and the token does not go there")
    func redirect() async throws {
        let other = RawServer(Self.ok(#"{"id":"stolen"}"#))
        for code in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
            let server = RawServer(Self.status(code, "", "Location: \(other.url)/v1/me\r\n"))
            var binary = try Binary()
            binary.variables = ["SPOTSH_API_URL": server.url + "/v1", "SPOTSH_TOKEN": Self.canary]
            let outcome = try await binary.run(["me"])
            #expect(outcome.status == 5, "\(outcome.log)")
            #expect(outcome.log.contains("not followed"))
            #expect(server.requests.first?.contains(Self.canary) == true)
        }
        #expect(other.requests.isEmpty)
    }

    @Test("a next link and a raw URL on another server get no request")
    func elsewhere() async throws {
        let other = RawServer(Self.ok(#"{"items":[],"next":null}"#))
        let page = #"{"items":[{"id":"a"}],"next":"\#(other.url)/v1/x?offset=1"}"#
        let server = RawServer(Self.ok(page))
        var binary = try Binary()
        binary.variables = ["SPOTSH_API_URL": server.url + "/v1", "SPOTSH_TOKEN": Self.canary]
        let paged = try await binary.run(["api", "GET", "/x", "--all"])
        #expect(paged.status == 5 && paged.log.contains("another server"), "\(paged.log)")
        let raw = try await binary.run(["api", "GET", "\(other.url)/v1/me"])
        #expect(raw.status == 1 && raw.log.contains("nothing is sent to other servers"), "\(raw.log)")
        #expect(other.requests.isEmpty)
    }

    @Test(
        "ids of the wrong type or alphabet are refused before anything is sent",
        arguments: [
            ["track", "get", "spotify:album:6rqhFgbbKwnb9MLmUQDhG6"], ["track", "get", "short"],
            ["track", "get", "6rqhFgbbKwnb9MLmUQDhGé"], ["track", "get", "../me"], ["track", "get", "%2e%2e"],
            ["library", "save", "spotify:genre:rock"], ["queue", "add", "spotify:album:6rqhFgbbKwnb9MLmUQDhG6"],
            ["album", "tracks", "https://evil.test/album/6rqhFgbbKwnb9MLmUQDhG6"],
        ])
    func wrongIDs(_ command: [String]) async throws {
        let server = RawServer(Self.ok("{}"))
        var binary = try Binary()
        binary.variables = ["SPOTSH_API_URL": server.url + "/v1", "SPOTSH_TOKEN": Self.canary]
        let outcome = try await binary.run(command)
        #expect([1, 2].contains(outcome.status), "\(outcome.log)")
        #expect(outcome.log.contains("error[usage]"))
        #expect(server.requests.isEmpty)
    }

    @Test("ten thousand ids are as many answers, in their order")
    func tenThousand() async throws {
        let code = """
            let ids = (liked | first 40 | map .uri)
            let many = []
            let n = 0
            while $n < 250 { set many = $many + $ids; set n = $n + 1 }
            let known = ($many | library contains)
            print ($known | count) ($known | where .saved | count) ($known | map .uri | uniq | count)
            """
        let outcome = try await Binary().run(["--demo", "-c", code])
        #expect(outcome.output == "10000 10000 40\n", "\(outcome.log)")
    }

    @Test("an empty batch is a success without a request")
    func emptyBatch() async throws {
        let server = RawServer(Self.ok("{}"))
        var binary = try Binary()
        binary.variables = ["SPOTSH_API_URL": server.url + "/v1", "SPOTSH_TOKEN": Self.canary]
        let code = """
            [] | library save; [] | library remove; [] | playlist add 37i9dQZF1DXcBWIGoYBM5M
            [] | playlist remove 37i9dQZF1DXcBWIGoYBM5M; [] | queue add; [] | artist follow
            print ([] | library contains | count) ([] | track get | count)
            """
        let outcome = try await binary.run(["-c", code])
        #expect(outcome.status == 0 && outcome.output == "0 0\n", "\(outcome.log)")
        #expect(server.requests.isEmpty)
    }
}
