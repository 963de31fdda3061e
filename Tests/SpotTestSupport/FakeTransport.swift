public import SpotHTTP
import Synchronization

/// Answers requests from a list or by a function, and writes them down.
public final class FakeTransport: HTTPTransport {
    /// An answer, or what happens instead.
    public enum Answer: Sendable {
        /// This answer.
        case response(HTTPResponse)
        /// This error; whether a part was sent.
        case error(HTTPError.Code, wasSent: Bool)

        /// A JSON answer.
        public static func json(_ status: Int, _ text: String, _ headers: HTTPHeaders = [:]) -> Answer {
            var headers = headers
            headers["Content-Type"] = "application/json"
            return .response(HTTPResponse(status: status, headers: headers, body: Array(text.utf8)))
        }

        /// An answer without a body.
        public static func status(_ status: Int, _ headers: HTTPHeaders = [:]) -> Answer {
            .response(HTTPResponse(status: status, headers: headers))
        }
    }

    private let handler: @Sendable (HTTPRequest, Int) async -> Answer
    private let log = Mutex<[HTTPRequest]>([])

    /// Answers by a function of the request and its number, from 0.
    public init(_ handler: @escaping @Sendable (HTTPRequest, Int) async -> Answer) {
        self.handler = handler
    }

    /// Answers in this order; the last one again and again.
    public convenience init(_ answers: [Answer]) {
        self.init { _, number in answers[min(number, answers.count - 1)] }
    }

    /// What was sent.
    public var requests: [HTTPRequest] { log.withLock { $0 } }

    /// The bodies of what was sent, as text.
    public var bodies: [String] { requests.map { String(decoding: $0.body ?? [], as: UTF8.self) } }

    /// Gives the next answer.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let number = log.withLock { log in
            log.append(request)
            return log.count - 1
        }
        switch await handler(request, number) {
        case .response(let response): return response
        case .error(let code, let wasSent): throw HTTPError(code, request, wasSent: wasSent)
        }
    }

    /// Does nothing.
    public func shutdown() async {}
}

/// Writes events down.
public final class EventLog: HTTPObserver {
    private let log = Mutex<[HTTPEvent]>([])

    /// Makes an empty one.
    public init() {}

    /// All events so far.
    public var events: [HTTPEvent] { log.withLock { $0 } }

    /// Writes it down.
    public func observe(_ event: HTTPEvent) {
        log.withLock { $0.append(event) }
    }
}
