public import SpotHTTP
public import SpotValue
import Synchronization

/// Takes requests down instead of sending them, and answers each with what Spotify might: how `explain` knows what a
/// command would do.
///
/// A kept answer that would only be asked whether it still holds is taken to hold.
public final class RequestRecorder: HTTPTransport, HTTPObserver {
    /// What the cache holds for a request.
    public enum Kept: String, Sendable {
        /// The answer: nothing is sent.
        case fresh
        /// An answer that is asked for again only if it has changed.
        case stale
        /// Nothing.
        case none
    }

    /// A request that would be made.
    public struct Entry: Sendable {
        /// The operation, where the path is one.
        public var operation: Operation?
        /// The HTTP method.
        public var verb: Operation.Verb
        /// Path and query below the API's address; an id that is not known yet stands there as `{id}`.
        public var target: String
        /// The body, where it is JSON.
        public var body: Value?
        /// What the cache holds; nil where the cache is not asked.
        public var kept: Kept?
    }

    /// Stands for an object's id that only Spotify's answer would tell.
    public static let assumedID = String(repeating: "0", count: 22)
    /// Stands for the id of what a playlist holds, which is none of those that a command has at hand.
    static let assumedContent = String(repeating: "1", count: 22)
    /// Stands for such an id of a device.
    public static let assumedDevice = String(repeating: "0", count: 40)

    private let api: String
    private let taken = Mutex<[Entry]>([])

    /// - Parameter api: the API's address, without a slash at its end.
    public init(api: String) {
        self.api = api
    }

    /// What was taken down, in order.
    public var entries: [Entry] { taken.withLock { $0 } }

    /// Takes a request down.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let isConditional = request.headers["If-None-Match"] != nil || request.headers["If-Modified-Since"] != nil
        let target = String(request.url.dropFirst(api.count))
        let verb = Operation.Verb(rawValue: request.method.rawValue) ?? .get
        let kept: Kept? = request.cachePolicy == .none ? nil : isConditional ? .stale : Kept.none
        let operation = note(verb, target, request.body, kept)
        if isConditional { return HTTPResponse(status: 304) }
        return AssumedAnswer(operation: operation, target: target).response
    }

    /// There is nothing to close.
    public func shutdown() async {}

    /// Takes down what the cache answers by itself.
    public func observe(_ event: HTTPEvent) {
        guard case .fromCache(let request, _, revalidated: false) = event, request.hasPrefix("GET " + api) else {
            return
        }
        note(.get, String(request.dropFirst(4 + api.count)), nil, .fresh)
    }

    @discardableResult
    private func note(_ verb: Operation.Verb, _ target: String, _ body: [UInt8]?, _ kept: Kept?) -> Operation? {
        let operation = Catalogue.operation(verb, path: String(target.prefix { $0 != "?" }))
        let entry = Entry(
            operation: operation, verb: verb, target: Self.shown(target),
            body: body.flatMap { try? JSON.parse(Array(Self.shown(String(decoding: $0, as: UTF8.self)).utf8)) },
            kept: kept)
        taken.withLock { $0.append(entry) }
        return operation
    }

    private static func shown(_ text: String) -> String {
        text.replacing(assumedDevice, with: "{device_id}").replacing(assumedID, with: "{id}")
            .replacing(assumedContent, with: "{id}")
    }
}
