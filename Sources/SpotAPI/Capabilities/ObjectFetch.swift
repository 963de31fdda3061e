import SpotDiagnostics
public import SpotValue
import Synchronization

/// Reads objects by id, in the order of the ids; an id that Spotify does not know gives null.
///
/// Clients that may send batches do; the others send single gets side by side.
public actor ObjectFetch {
    /// The operations of a type.
    struct Operations {
        var single: String
        var batch: String?
        /// The key of a batch's answer.
        var key: String
    }

    /// An object that is under way.
    private struct Flight {
        var task: Task<Result<Value, APIError>, Never>
        var landing: Landing
    }

    /// Whether a flight is over, known without waiting for it.
    private final class Landing: Sendable {
        let isOver = Atomic(false)
    }

    private let client: SpotifyClient
    private let operations: Operations
    private let market: String?
    private var waiting: ArraySlice<String>
    private var flights: [Flight] = []
    private var usesBatches: Bool?

    init(_ client: SpotifyClient, _ operations: Operations, ids: [String], market: String?) {
        self.client = client
        self.operations = operations
        self.market = market
        waiting = ids[...]
        total = ids.count
        if operations.batch == nil || ids.count < 2 { usesBatches = false }
    }

    deinit {
        for flight in flights { flight.task.cancel() }
    }

    /// How many there will be.
    public nonisolated let total: Int

    /// The next objects, at least one; nil at the end.
    public func next() async throws(APIError) -> [Value]? {
        if usesBatches == nil { usesBatches = await client.oracle.mode != .development }
        if usesBatches == true, flights.isEmpty, !waiting.isEmpty {
            if let objects = try await batch() { return objects }
            usesBatches = false
        }
        return try await single()
    }

    /// The next batch; nil where this client may send none.
    private func batch() async throws(APIError) -> [Value]? {
        guard let id = operations.batch, let operation = Catalogue.operation(id) else { return nil }
        let ids = Array(waiting.prefix(operation.batchLimit ?? 20))
        var query: [(String, Value)] = [("ids", .list(ids.map { .string($0) }))]
        if let market { query.append(("market", .string(market))) }
        let answer: Value
        do {
            answer = try await client.call(id, query: query)
        } catch {
            guard error.code == AnswerReader.retiredCode || error.status == 404 else { throw error }
            return nil
        }
        guard let objects = answer[operations.key]?.listValue, objects.count == ids.count else {
            throw APIError(
                .server, code: "bad_batch", "Spotify's answer does not hold one entry for each of the \(ids.count) ids")
        }
        waiting = waiting.dropFirst(ids.count)
        return Array(objects)
    }

    private func single() async throws(APIError) -> [Value]? {
        while flights.count < OffsetPlan.widest, let id = waiting.popFirst() { flights.append(launch(id)) }
        guard !flights.isEmpty else { return nil }
        let first = flights.removeFirst().task
        let result = await withTaskCancellationHandler {
            await first.value
        } onCancel: {
            first.cancel()
        }
        do {
            var values = [try Self.value(result)]
            // Those that are there as well go along: each call from the evaluator's thread costs as much as a kept answer.
            while let flight = flights.first, flight.landing.isOver.load(ordering: .acquiring),
                let value = try? Self.value(await flight.task.value)
            {
                values.append(value)
                flights.removeFirst()
            }
            return values
        } catch {
            for flight in flights { flight.task.cancel() }
            flights = []
            waiting = []
            throw error
        }
    }

    private static func value(_ result: Result<Value, APIError>) throws(APIError) -> Value {
        do { return try result.get() } catch {
            guard error.kind == .notFound else { throw error }
            return .null
        }
    }

    private func launch(_ id: String) -> Flight {
        let landing = Landing()
        let client = client
        let operation = operations.single
        let name = Catalogue.operation(operation)?.parameters.first { $0.location == .path }?.name ?? "id"
        let takesMarket = Catalogue.operation(operation)?.parameter("market") != nil
        let query: [(String, Value)] = takesMarket ? [("market", market.map { .string($0) } ?? .null)] : []
        let task = Task { () -> Result<Value, APIError> in
            defer { landing.isOver.store(true, ordering: .releasing) }
            do throws(APIError) {
                return .success(try await client.call(operation, path: [name: id], query: query))
            } catch {
                return .failure(error)
            }
        }
        return Flight(task: task, landing: landing)
    }
}

extension ObjectFetch.Operations {
    /// The operations that read objects of a type; nil for devices.
    init?(_ type: ObjectType) {
        let key = type.plural
        switch type {
        case .track: self.init(single: "get-track", batch: "get-several-tracks", key: key)
        case .album: self.init(single: "get-an-album", batch: "get-multiple-albums", key: key)
        case .artist: self.init(single: "get-an-artist", batch: "get-multiple-artists", key: key)
        case .show: self.init(single: "get-a-show", batch: "get-multiple-shows", key: key)
        case .episode: self.init(single: "get-an-episode", batch: "get-multiple-episodes", key: key)
        case .audiobook: self.init(single: "get-an-audiobook", batch: "get-multiple-audiobooks", key: key)
        case .chapter: self.init(single: "get-a-chapter", batch: "get-several-chapters", key: key)
        case .playlist: self.init(single: "get-playlist", batch: nil, key: key)
        case .user: self.init(single: "get-users-profile", batch: nil, key: key)
        case .device: return nil
        }
    }
}
