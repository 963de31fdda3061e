import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension Call {
    /// A list command: items lazily, as many as `--limit` says; with `--page` Spotify's page as it came.
    ///
    /// - Parameter key: where the page stands among several (`search`).
    func listing(
        _ operation: String, path: [String: String] = [:], query: [(String, Value)] = [], key: String? = nil,
        what: String
    ) throws -> CommandResult {
        let client = try client()
        if let offset = int("offset"), offset < 0 {
            throw usage("bad_offset", "--offset is 0 or more", of: "offset")
        }
        let offset = self["offset"].map { [("offset", $0)] } ?? []
        let request = ListRequest(operation, path: path, query: query + offset, wanted: try wanted(), key: key)
        if flag("page") { return .one(try wait { try await client.page(request) }) }
        return .many(stream(client.pages(request), what: what))
    }

    /// All items of a list.
    func all(_ operation: String, path: [String: String] = [:], query: [(String, Value)] = []) throws -> [Value] {
        let client = try client()
        let pages = client.pages(ListRequest(operation, path: path, query: query))
        return try stream(pages, what: invocation.description.name).collect()
    }

    /// How many items `--limit` asks for.
    func wanted() throws -> Int? {
        guard let limit = int("limit") else { return nil }
        guard limit >= 0 else { throw usage("bad_limit", "--limit is 0 or more", of: "limit") }
        return limit
    }

    /// A stream over pages that are fetched as they are consumed.
    func stream(_ pages: Paginator, what: String, atEnd: @escaping (LeftOut) -> Void = { _ in }) -> ValueStream {
        let services = services
        var page: [Value] = []
        var index = 0
        var count = 0
        let stream = ValueStream {
            if index == page.count {
                guard let next = try self.wait({ try await pages.next() }) else {
                    services.showProgress(nil)
                    atEnd(try self.wait { await pages.leftOut })
                    return nil
                }
                page = next
                index = 0
                count += page.count
                try self.report(what, count, pages)
            }
            defer { index += 1 }
            return page[index]
        }
        stream.onDemand = { demand in
            // That this was said is no more than speed: nothing is lost where it cannot be.
            try? self.wait {
                switch demand {
                case .all: await pages.expect(.max)
                case .some(let count): await pages.expect(count)
                }
            }
        }
        let limit = int("limit")
        stream.knownCount = {
            guard let total = (try? self.total(pages)) ?? nil else { return nil }
            return limit.map { min($0, total) } ?? total
        }
        return stream
    }

    private func total(_ pages: Paginator) throws -> Int? {
        try wait { await pages.total }
    }

    /// Progress, where there is more than two pages of it.
    private func report(_ what: String, _ count: Int, _ pages: Paginator) throws {
        guard services.showsProgress, let all = try total(pages) else { return }
        let total = int("limit").map { min($0, all) } ?? all
        guard total > 100 else { return }
        services.showProgress(WorkProgress(what, count, of: total))
    }

    /// A list that comes whole, under a key of the answer.
    func wholeList(
        _ operation: String, key: String, path: [String: String] = [:], query: [(String, Value)] = []
    ) throws -> CommandResult {
        let answer = try ask(operation, path: path, query: query)
        if flag("page") { return .one(answer) }
        let items = answer[key]?.listValue.map(Array.init) ?? []
        return .many(ValueStream(try wanted().map { Array(items.prefix($0)) } ?? items))
    }

    // MARK: Input

    /// Whether a list or a stream was piped in.
    var isPipedMany: Bool {
        if case .many? = invocation.input { true } else { false }
    }

    /// All values of the input parameter, written or piped.
    func inputs(_ parameter: String) throws -> [Value] {
        switch invocation.input {
        case .one(let value)?: return [value]
        case .many(let stream)?: return try stream.collect()
        case nil:
            guard let value = self[parameter] else { return [] }
            // A list in an argument (`playlist add $p $tracks`) is its items.
            return value.listValue.map { $0.flatMap { $0.listValue.map(Array.init) ?? [$0] } } ?? [value]
        }
    }

    /// A command on one thing: one answer; for a piped list one each, asked side by side, in order.
    ///
    /// - Parameter batch: answers for many ids, where there is a better way than one by one.
    func each(
        _ parameter: String, _ work: @escaping @Sendable (SpotifyClient, Reference) async throws -> Value,
        types: Set<ObjectType>, batch: (@Sendable (SpotifyClient, [String]) async throws -> [Value])? = nil
    ) throws -> CommandResult {
        let client = try client()
        guard case .many(let stream)? = invocation.input else {
            let value = try inputs(parameter).first ?? .null
            let reference = try reference(value, types, of: parameter)
            _ = try identified(reference, of: parameter)
            return .one(try wait { try await work(client, reference) })
        }
        var ready: [Value] = []
        var count = 0
        let total = stream.knownCount()
        let (name, services) = (invocation.description.name, services)
        // What nobody takes for certain is asked for one by one.
        var certain = 1
        var missing = 0
        let answers = ValueStream {
            if ready.isEmpty {
                var references: [Reference] = []
                while references.count < min(certain, batch == nil ? Self.sideBySide : Self.batchSize),
                    let value = try stream.next()
                {
                    let reference = try self.reference(value, types, of: parameter)
                    _ = try self.identified(reference, of: parameter)
                    references.append(reference)
                }
                let asked = references
                ready = try self.wait(requests: asked.count) {
                    guard let batch else { return try await inOrder(asked) { try await work(client, $0) } }
                    return try await batch(client, asked.map { $0.id ?? "" })
                }.reversed()
                count += ready.count
                missing += ready.count(where: \.isNull)
                if ready.isEmpty, missing > 0 {
                    services.note("\(missing) of \(count) were not found: null stands for each")
                    missing = 0
                }
                services.showProgress(ready.isEmpty ? nil : WorkProgress(name, count, of: total))
                if certain != .max { certain = max(1, certain - references.count) }
            }
            return ready.popLast()
        }
        answers.onDemand = { demand in
            switch demand {
            case .all: certain = .max
            case .some(let count): certain = max(certain, count)
            }
            stream.demand(demand)
        }
        return .many(answers)
    }

    /// As many requests as run at once where many are wanted (the same as for pages).
    static let sideBySide = 10
    /// As many ids as are handed over at once where Spotify may have a request for many.
    static let batchSize = 50
}

/// Runs work on each element at the same time; answers in the order of the elements.
func inOrder<Element: Sendable, Answer: Sendable>(
    _ elements: [Element], _ work: @escaping @Sendable (Element) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
        for (index, element) in elements.enumerated() {
            group.addTask { (index, try await work(element)) }
        }
        var answers = [Answer?](repeating: nil, count: elements.count)
        for try await (index, answer) in group { answers[index] = answer }
        return answers.compactMap { $0 }
    }
}
