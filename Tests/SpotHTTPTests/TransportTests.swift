import SpotHTTP
import SpotTestSupport
import Testing

@Suite("The real transport", .timeLimit(.minutes(5)))
struct TransportTests {
    private func send(
        _ answer: String, then ending: RawServer.Ending = .close,
        _ change: (inout AsyncHTTPTransport.Options) -> Void = { _ in }
    ) async -> Result<HTTPResponse, HTTPError> {
        let server = RawServer(answer, then: ending)
        var options = AsyncHTTPTransport.Options()
        change(&options)
        let transport = AsyncHTTPTransport(options)
        let result: Result<HTTPResponse, HTTPError>
        do throws(HTTPError) { result = .success(try await transport.send(HTTPRequest(.get, server.url + "/x"))) } catch
        {
            result = .failure(error)
        }
        await transport.shutdown()
        return result
    }

    @Test("A whole answer, with its headers")
    func whole() async throws {
        let response = try await send("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nX-A: b\r\n\r\nhi").get()
        #expect(response.status == 404)
        #expect(response.headers["x-a"] == "b")
        #expect(response.body == Array("hi".utf8))
    }

    @Test(
        "Broken answers are errors with facts",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", [HTTPError.Code.truncatedBody, .connectionLost]),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", [.truncatedBody, .connectionLost]),
            ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", [.undecodableBody]),
            ("nonsense\r\n\r\n", [.malformedAnswer, .connectionLost]), ("", [.connectionLost]),
        ])
    func broken(_ answer: String, _ codes: [HTTPError.Code]) async {
        let result = await send(answer)
        guard case .failure(let error) = result else {
            Issue.record("there was an answer: \(result)")
            return
        }
        #expect(codes.contains(error.code), "\(error)")
        #expect(error.wasSent)
    }

    @Test("An answer that never comes, and a body that never ends, are ended")
    func slow() async {
        let silent = await send("", then: .silence) { $0.readTimeout = .milliseconds(50) }
        let endless = await send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", then: .silence) {
            $0.totalTimeout = .milliseconds(100)
        }
        guard case .failure(let first) = silent, case .failure(let second) = endless else {
            Issue.record("there was an answer")
            return
        }
        #expect(first.code == .readTimeout)
        #expect([.deadline, .readTimeout].contains(second.code))
    }

    @Test("A body over the limit is refused")
    func tooLarge() async {
        let result = await send("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + String(repeating: "x", count: 2000))
        { $0.bodyLimit = 1000 }
        guard case .failure(let error) = result else {
            Issue.record("it was accepted")
            return
        }
        #expect(error.code == .bodyTooLarge)
    }

    @Test("Nobody listening is said at once, as not sent")
    func refused() async {
        let transport = AsyncHTTPTransport()
        let error = await #expect(throws: HTTPError.self) {
            try await transport.send(HTTPRequest(.get, "http://127.0.0.1:1/"))
        }
        #expect(error?.code == .connectionRefused)
        #expect(error?.wasSent == false)
        await transport.shutdown()
    }

    @Test("Cancelling ends a request that waits")
    func cancelling() async {
        let server = RawServer("", then: .silence)
        let transport = AsyncHTTPTransport()
        let task = Task { try await transport.send(HTTPRequest(.get, server.url)) }
        try? await Task.sleep(for: .milliseconds(20))
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        await transport.shutdown()
    }

    @Test("Roots that cannot be read are said")
    func roots() async {
        var options = AsyncHTTPTransport.Options()
        options.rootsFile = "/dev/null/none.pem"
        let transport = AsyncHTTPTransport(options)
        let error = await #expect(throws: HTTPError.self) {
            try await transport.send(HTTPRequest(.get, "https://127.0.0.1:1/"))
        }
        #expect(error?.code == .tls)
        await transport.shutdown()
    }
}
