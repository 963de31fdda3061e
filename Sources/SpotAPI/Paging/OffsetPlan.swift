/// Which pages to ask for, by offset: pure bookkeeping, without requests.
///
/// The first page goes alone, since it tells the total. After it, what the reader takes for certain goes out side by
/// side; a reader of whom that is not known gets one page at a time.
struct OffsetPlan {
    /// One page to ask for.
    struct Page: Hashable {
        var offset: Int
        var limit: Int
    }

    /// What came of a page.
    enum Verdict: Hashable {
        /// Use it; those under way are still right.
        case use
        /// Use it; those under way are not what comes next.
        case useAndRestart
        /// Use it; nothing comes after.
        case last
        /// Use it; then fail, since the list leads back to where it was.
        case loop
    }

    /// Most pages under way at once.
    static let widest = 10

    /// The highest offset that Spotify takes, if there is one.
    let lastOffset: Int?
    /// Page size.
    private(set) var step: Int
    /// How many items there are, as said last.
    private(set) var total: Int?
    /// Where the next page begins that is not asked for yet.
    private var upcoming: Int
    /// Where the page begins that is used next.
    private var consumed: Int
    private var isOver = false
    /// The last page said that more follows although the total is reached: one page at a time from here on.
    private var isBeyondTotal = false

    /// Begins at an offset.
    init(start: Int, step: Int, lastOffset: Int?) {
        upcoming = start
        consumed = start
        self.step = max(step, 1)
        self.lastOffset = lastOffset
    }

    /// The pages to ask for now.
    ///
    /// - Parameters:
    ///   - underWay: how many are asked for and not used yet.
    ///   - remaining: how many items the reader still wants, if that is known.
    ///   - certain: how many rows the reader takes for certain; `.max`: all.
    ///   - isExact: whether each item becomes a row, so that a page need not be larger than what remains.
    mutating func send(underWay: Int, remaining: Int?, certain: Int, isExact: Bool) -> [Page] {
        var pages: [Page] = []
        let width = total == nil || isBeyondTotal ? 1 : Self.widest
        while !isOver, underWay + pages.count < width {
            // Something is wanted, or nobody would ask; what lies beyond is fetched only where it is wanted for certain.
            if underWay + pages.count > 0, upcoming - consumed >= certain { break }
            if let lastOffset, upcoming > lastOffset { break }
            if let total, upcoming >= total, !isBeyondTotal { break }
            var limit = step
            if let remaining {
                let open = remaining - (upcoming - consumed)
                if open <= 0 { break }
                if isExact { limit = min(limit, open) }
            }
            pages.append(Page(offset: upcoming, limit: limit))
            upcoming += limit
        }
        return pages
    }

    /// Takes in what a page says; pages come in order.
    mutating func accept(_ page: Page, _ envelope: PageEnvelope, nextOffset: Int?) -> Verdict {
        let served = max(envelope.items.count, min(page.limit, envelope.limit ?? page.limit), 1)
        let end = page.offset + served
        total = envelope.total ?? total
        consumed = end
        if let offset = envelope.offset, offset != page.offset, !envelope.items.isEmpty { return finish(.loop) }
        if let nextOffset, nextOffset <= page.offset { return finish(.loop) }
        guard hasMore(envelope, served: served, end: end) else { return finish(.last) }
        isBeyondTotal = total.map { end >= $0 } ?? true
        // The server used another page size than asked for: what is under way begins at the wrong places.
        if served != page.limit {
            step = min(step, served)
            upcoming = end
            return .useAndRestart
        }
        return .use
    }

    private func hasMore(_ envelope: PageEnvelope, served: Int, end: Int) -> Bool {
        if envelope.items.isEmpty { return false }
        switch envelope.next {
        case .link: return true
        // A full page whose total promises more is believed: the next page tells.
        case .end: return envelope.items.count >= served && (total.map { end < $0 } ?? false)
        case .absent: return total.map { end < $0 } ?? (envelope.items.count >= served)
        }
    }

    private mutating func finish(_ verdict: Verdict) -> Verdict {
        isOver = true
        return verdict
    }
}
