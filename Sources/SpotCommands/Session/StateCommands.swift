import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SessionCommands {
    /// The command `rate`.
    static func rate(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "rate", "Spotify's rate limits: what is blocked, and until when", area: "session", yields: .many,
            examples: [
                .init("rate | where .blocked", "what Spotify blocks now"),
                .init("rate | map .class", "what Spotify counts together"),
            ])
        return Command(row) { call in
            let now = call.host.now
            let blocks = try services.rateBlocks()
            let known = Set(Catalogue.operations.map(\.endpointClass))
            return .many(
                ValueStream(
                    known.union(blocks.keys).sorted().map { name in
                        let until = blocks[name]
                        return .record(
                            Record([
                                ("class", .string(name)), ("blocked", .bool(until != nil)),
                                ("until", until.map { .string(SpotCommands.timestamp($0)) } ?? .null),
                                ("retry_after", until.map { .int(max(0, $0 - now)) } ?? .null),
                            ]))
                    }))
        }
    }

    /// The command `cache info`.
    static func cacheInfo(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "cache info", "How many answers are kept, how big they are, and where", area: "session", yields: .one,
            examples: [.init("print (cache info).bytes", "the size of the kept answers")])
        return Command(row) { _ in
            let summary = try services.cacheSummary()
            return .one(
                .record(
                    Record([
                        ("answers", .int(summary.answers)), ("bytes", .int(summary.bytes)),
                        ("limit", .int(summary.limit)), ("path", summary.path.map { .string($0) } ?? .null),
                    ])))
        }
    }

    /// The command `cache clear`.
    static func cacheClear(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "cache clear", "Drops every kept answer, of all profiles", area: "session",
            examples: [.init("cache clear", "the next reads ask Spotify")])
        return Command(row) { _ in
            try services.clearCache()
            return .none
        }
    }

    /// The command `doctor`.
    static func doctor(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "doctor", "Looks at everything that spotsh depends on, with a remedy for what is wrong", area: "session",
            yields: .many,
            examples: [
                .init("doctor", "files, sign-in, servers, clock, limits, cache"),
                .init("doctor | where not .ok", "only what is wrong"),
            ])
        return Command(row) { _ in
            .many(
                ValueStream(
                    services.findings().map { finding in
                        .record(
                            Record([
                                ("check", .string(finding.check)), ("ok", .bool(finding.isGood)),
                                ("found", .string(finding.found)),
                                ("remedy", finding.remedy.map { .string($0) } ?? .null),
                            ]))
                    }))
        }
    }

    /// The command `explain COMMAND…`.
    static func explain(_ services: any SessionServices) -> Command {
        var row = CommandDescription(
            "explain", "The requests that a command would make, what the cache holds, and the scopes; nothing is sent",
            area: "session", yields: .many,
            parameters: [
                Parameter(
                    "command", .positional, .string,
                    "A command with its arguments, as it would be typed; a pipeline in ( )",
                    required: true, repeated: true)
            ],
            examples: [
                .init("explain playlist tracks 37i9dQZF1DXcBWIGoYBM5M", "before it is sent"),
                .init("explain liked --limit 5 | map .request", "just the requests"),
                .init("explain (liked | first 3 | library remove)", "a whole pipeline"),
            ])
        row.takesRest = true
        return Command(row) { call in
            let words = call.rest.words
            guard !words.isEmpty else {
                throw Diagnostic(
                    .usage, code: "missing_argument", "explain what?", at: call.place,
                    hint: "explain playlist tracks NAME")
            }
            return .many(ValueStream(try services.explain(call.rest, in: call.surroundings)))
        }
    }
}
