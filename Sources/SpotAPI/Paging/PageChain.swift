import SpotDiagnostics
import SpotHTTP
import SpotValue

/// Which page to ask for where each one tells the next: cursors, and `next` links.
struct PageChain {
    /// What to ask for.
    enum Step: Hashable {
        /// The list's own query with these parameters instead.
        case query([String: String])
        /// A path below the API's address with its query.
        case target(String)
    }

    /// The page to ask for next; nil at the end.
    private(set) var current: Step?
    private var seen: Set<Step> = []

    /// Begins with a page.
    init(first: Step) {
        current = first
        seen = [first]
    }

    /// Takes in what a page says of the next one.
    ///
    /// - Parameter ownTarget: what stands below the API's address in a URL, nil where that is another server.
    mutating func advance(_ envelope: PageEnvelope, ownTarget: (String) -> String?) throws(APIError) {
        let last = current
        current = nil
        guard !envelope.items.isEmpty else { return }
        guard let step = try following(envelope, last, ownTarget) else { return }
        guard seen.insert(step).inserted else { throw Paginator.loop("") }
        current = step
    }

    private func following(
        _ envelope: PageEnvelope, _ last: Step?, _ ownTarget: (String) -> String?
    ) throws(APIError) -> Step? {
        switch envelope.next {
        case .end: return nil
        case .absent:
            guard case .query = last, let cursor = envelope.cursor else { return nil }
            return .query([cursor.name: cursor.value])
        case .link(let link):
            // Authorization goes to the configured host only.
            guard let target = ownTarget(link) else {
                throw APIError(
                    .server, code: "foreign_next", "Spotify's next page would be on another server; it is not fetched")
            }
            guard case .query = last else { return .target(target) }
            if let cursor = envelope.cursor { return .query([cursor.name: cursor.value]) }
            let cursors = Self.cursors(in: target)
            return cursors.isEmpty ? nil : .query(cursors)
        }
    }

    private static func cursors(in target: String) -> [String: String] {
        var found: [String: String] = [:]
        for pair in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == "after" || parts[0] == "before" else { continue }
            found[String(parts[0])] = PercentEncoding.decode(String(parts[1]))
        }
        return found
    }
}
