/// One thing that goes wrong on purpose, as `'GET /me/tracks: 503 x2'` says it.
///
/// The path stands without `/v1`; `*` is any method or any one segment, and `**` at the end any rest. The accounts
/// server's paths (`POST /api/token`) can be named too. ` after N` lets N requests pass first; ` xN` ends the rule after
/// N faults, and without it it never ends.
public struct FaultRule: Sendable, Equatable {
    /// What happens instead of the answer.
    public enum Kind: Sendable, Equatable {
        /// This status, with an error body; a 429 has this `Retry-After`, in seconds.
        case status(Int, retryAfter: Int?)
        /// The connection is reset before anything is done.
        case reset
        /// The request is carried out and the connection reset before the answer.
        case drop
        /// Half of the answer's body, then the connection ends.
        case truncate
        /// The request is carried out this late.
        case slow(Duration)
        /// The request is carried out, and its answer comes this late.
        case late(Duration)
        /// The answer's body is no JSON.
        case malformed
    }

    /// The method, or `*`.
    public var method: String
    /// The path's segments.
    public var path: [String]
    /// What happens.
    public var kind: Kind
    /// How many matching requests pass before it begins.
    public var after: Int
    /// How often it still happens; nil: always.
    public var remaining: Int?

    // rule := METHOD " " PATH ":" kind [" after " N] [" x" N]
    /// Reads a rule.
    public init(_ text: String) throws(DemoError) {
        guard let colon = text.firstIndex(of: ":") else { throw Self.unreadable(text) }
        let target = text[..<colon].split(separator: " ")
        guard target.count == 2, target[1].first == "/" else { throw Self.unreadable(text) }
        method = target[0].uppercased()
        path = target[1].split(separator: "/").map(String.init)
        if path.first == "v1" { path.removeFirst() }
        var words = text[text.index(after: colon)...].split(separator: " ").map(String.init)
        remaining = nil
        after = 0
        if let last = words.last, last.first == "x", let count = Int(last.dropFirst()), count > 0 {
            remaining = count
            words.removeLast()
        }
        if words.count >= 2, words[words.count - 2] == "after", let count = Int(words[words.count - 1]), count >= 0 {
            after = count
            words.removeLast(2)
        }
        guard let kind = Self.kind(words) else { throw Self.unreadable(text) }
        self.kind = kind
    }

    // kind := STATUS [RETRY-AFTER] | "reset" | "drop" | "truncate" | ("slow" | "late") [N ("ms" | "s")] | "malformed"
    private static func kind(_ words: [String]) -> Kind? {
        guard let name = words.first, words.count <= 2 else { return nil }
        let argument = words.count == 2 ? words[1] : nil
        switch name {
        case "reset": return argument == nil ? .reset : nil
        case "drop": return argument == nil ? .drop : nil
        case "truncate": return argument == nil ? .truncate : nil
        case "malformed": return argument == nil ? .malformed : nil
        case "slow", "late":
            guard let delay = argument.map(duration) ?? .seconds(2) else { return nil }
            return name == "slow" ? .slow(delay) : .late(delay)
        default:
            guard let status = Int(name), (200...599).contains(status) else { return nil }
            guard let argument else { return .status(status, retryAfter: nil) }
            return Int(argument).map { .status(status, retryAfter: $0) }
        }
    }

    private static func duration(_ text: String) -> Duration? {
        if text.hasSuffix("ms"), let count = Int(text.dropLast(2)) { return .milliseconds(count) }
        if text.hasSuffix("s"), let count = Int(text.dropLast()) { return .seconds(count) }
        return nil
    }

    private static func unreadable(_ text: String) -> DemoError {
        DemoError(
            .badFault, "the fault \"\(text)\" cannot be read",
            hint: "--fault 'GET /me/tracks: 503 x2'; a status, reset, drop, truncate, slow 2s, late 2s or malformed")
    }

    /// Whether the rule speaks of such a request; `segments` without `v1`.
    func matches(method: String, segments: [String]) -> Bool {
        guard self.method == "*" || self.method == method else { return false }
        let open = path.last == "**"
        let fixed = open ? path.dropLast() : path[...]
        guard open ? segments.count >= fixed.count : segments.count == fixed.count else { return false }
        return zip(fixed, segments).allSatisfy { $0 == "*" || $0 == $1 }
    }
}
