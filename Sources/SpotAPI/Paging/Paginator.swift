import SpotDiagnostics
public import SpotValue

/// Reads a list page by page, lazily: what is not asked for is not fetched.
///
/// One reader at a time. When it is dropped, or the reading task is cancelled, what is under way is cancelled.
public actor Paginator {
    /// A page that is under way.
    private struct Flight {
        var page: OffsetPlan.Page
        var task: Task<Result<Value, APIError>, Never>
    }

    /// How the list is walked.
    private enum Walk {
        case offset(OffsetPlan)
        case chain(PageChain)
    }

    private let client: SpotifyClient
    private var list: ListRequest
    private var operation: Operation?
    private var walk: Walk
    private var rows: Rows
    private var flights: [Flight] = []
    private var given = 0
    private var pagesUsed = 0
    private var isOver = false
    private var failure: APIError?
    private var known: Int?
    /// How many more rows the reader takes for certain.
    private var certain = 0

    init(_ client: SpotifyClient, _ list: ListRequest) {
        self.client = client
        self.list = list
        rows = Rows(list.rows)
        operation = Catalogue.operation(list.operation)
        walk = Self.walk(list, operation)
    }

    /// Reads a path that is no operation by following `next`.
    init(_ client: SpotifyClient, target: PreparedRequest, wanted: Int?) {
        self.client = client
        list = ListRequest("", wanted: wanted, rows: .asTheyCome)
        rows = Rows(.asTheyCome)
        walk = .chain(PageChain(first: .target(target.target)))
    }

    deinit {
        for flight in flights { flight.task.cancel() }
    }

    private static func walk(_ list: ListRequest, _ operation: Operation?) -> Walk {
        switch operation?.paging {
        case .offset?, .search?:
            let start = list.query.first { $0.0 == "offset" }?.1.intValue ?? 0
            return .offset(
                OffsetPlan(
                    start: Int(start), step: operation?.pageLimit ?? 50,
                    lastOffset: operation?.parameter("offset")?.maximum.map { Int($0) }))
        default: return .chain(PageChain(first: .query([:])))
        }
    }

    /// How many items the list has, as far as is known without fetching more.
    public var total: Int? { known }

    /// Takes in that the reader will take so many more rows for certain; `.max`: all.
    ///
    /// Only what is certain is fetched ahead, side by side; without a word pages go out one by one, when they are wanted.
    public func expect(_ rows: Int) { certain = max(certain, rows) }

    /// What was left out so far.
    public var leftOut: LeftOut { rows.leftOut }

    /// The rows of the next page, at least one; nil at the end.
    ///
    /// - Throws: ``APIError``; rows of earlier pages have all been given by then.
    public func next() async throws(APIError) -> [Value]? {
        while !isOver {
            if let failure {
                finish()
                throw failure
            }
            if let wanted = list.wanted, given >= wanted {
                finish()
                return nil
            }
            let batch: [Value]?
            do {
                batch = try await nextPage()
            } catch {
                finish()
                throw error
            }
            guard let batch else {
                finish()
                return nil
            }
            if batch.isEmpty { continue }
            let open = list.wanted.map { $0 - given } ?? batch.count
            let taken = Array(batch.prefix(open))
            given += taken.count
            if certain != .max { certain = max(0, certain - taken.count) }
            return taken
        }
        return nil
    }

    /// Stops: nothing more is fetched.
    public func cancel() {
        finish()
    }

    private func finish() {
        isOver = true
        for flight in flights { flight.task.cancel() }
        flights = []
    }

    private var remaining: Int? { list.wanted.map { $0 - given } }

    /// Whether a page need not be larger than what is wanted: whether each item becomes a row, as good as always.
    private var isExact: Bool { list.rows != .playlistTracks }

    /// The rows of the next page, perhaps none; nil at the end.
    private func nextPage() async throws(APIError) -> [Value]? {
        switch walk {
        case .offset(let plan): return try await nextByOffset(plan)
        case .chain(let chain): return try await nextInChain(chain)
        }
    }

    // MARK: By offset, side by side

    private func nextByOffset(_ before: OffsetPlan) async throws(APIError) -> [Value]? {
        var plan = before
        launch(&plan)
        guard !flights.isEmpty else { return nil }
        let flight = flights.removeFirst()
        walk = .offset(plan)
        let answer = try await landed(flight)
        let envelope = try PageEnvelope(answer, key: key)
        pagesUsed += 1
        let verdict = plan.accept(flight.page, envelope, nextOffset: Self.nextOffset(envelope))
        known = plan.total ?? known
        settle(verdict, &plan)
        let batch = rows.rows(envelope.items, from: flight.page.offset)
        // What is wanted for certain travels while this page is used.
        if verdict == .use, certain > batch.count, remaining.map({ $0 > batch.count }) ?? true {
            launch(&plan, ahead: batch.count)
        }
        walk = .offset(plan)
        return batch
    }

    private func settle(_ verdict: OffsetPlan.Verdict, _ plan: inout OffsetPlan) {
        switch verdict {
        case .use: break
        case .useAndRestart: drop()
        case .last: drop()
        case .loop:
            drop()
            failure = Self.loop(list.operation)
        }
    }

    private func drop() {
        for flight in flights { flight.task.cancel() }
        flights = []
    }

    private func launch(_ plan: inout OffsetPlan, ahead: Int = 0) {
        let pages = plan.send(
            underWay: flights.count, remaining: remaining.map { $0 - ahead },
            certain: certain == .max ? .max : certain - ahead, isExact: isExact)
        for page in pages {
            let client = client
            let request = arguments(page)
            let operation = list.operation
            flights.append(
                Flight(
                    page: page,
                    task: Task {
                        do throws(APIError) {
                            let value = try await client.call(operation, path: request.path, query: request.query)
                            return .success(value)
                        } catch {
                            return .failure(error)
                        }
                    }))
        }
    }

    private func arguments(_ page: OffsetPlan.Page) -> CallArguments {
        var query = list.query.filter { $0.0 != "offset" && $0.0 != "limit" }
        query.append(("limit", .int(page.limit)))
        if page.offset > 0 { query.append(("offset", .int(page.offset))) }
        return CallArguments(path: list.path, query: query)
    }

    private func landed(_ flight: Flight) async throws(APIError) -> Value {
        let task = flight.task
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): return try await retried(error, flight)
        }
    }

    /// The first page of a list that this client is not let at: the older operation, where the client may have it.
    private func retried(_ error: APIError, _ flight: Flight) async throws(APIError) -> Value {
        guard pagesUsed == 0, let fallback = list.fallback, error.code == "foreign_playlist",
            await client.oracle.mode != .development
        else { throw error }
        do {
            let request = arguments(flight.page)
            let value = try await client.call(fallback, path: request.path, query: request.query)
            list.operation = fallback
            list.fallback = nil
            operation = Catalogue.operation(fallback)
            return value
        } catch let second {
            // What the first operation said is nearer to what was asked, unless nothing was said at all.
            throw second.status == nil ? second : error
        }
    }

    // MARK: One after another

    private func nextInChain(_ before: PageChain) async throws(APIError) -> [Value]? {
        var chain = before
        guard let step = chain.current else { return nil }
        let answer = try await client.page(
            list, step, remaining: isExact ? remaining : nil, limit: operation?.pageLimit)
        let envelope = try PageEnvelope(answer, key: key)
        pagesUsed += 1
        known = envelope.total ?? known
        do throws(APIError) {
            try chain.advance(envelope, ownTarget: client.ownTarget)
        } catch {
            failure = error
        }
        walk = .chain(chain)
        return rows.rows(envelope.items, from: 0)
    }

    private var key: String? {
        if let key = list.key { return key }
        switch operation?.paging {
        case .offset(let key)?, .cursor(let key)?: return key
        default: return nil
        }
    }

    private static func nextOffset(_ envelope: PageEnvelope) -> Int? {
        guard case .link(let link) = envelope.next, let mark = link.firstIndex(of: "?") else { return nil }
        for pair in link[link.index(after: mark)...].split(separator: "&") where pair.hasPrefix("offset=") {
            return Int(pair.dropFirst(7))
        }
        return nil
    }

    static func loop(_ operation: String) -> APIError {
        APIError(
            .server, code: "paging_loop", "Spotify's list leads back to a page that was read already",
            hint: "what came so far is all that can be had")
    }
}
