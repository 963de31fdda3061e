import SpotValue

/// The one way by which anything is changed: validate, split, send, record.
///
/// One change runs at a time, whatever the number of tasks that ask.
public actor WritePath {
    private(set) var spotify: any SpotifyWriting
    let journal: Journal
    let owner: String
    let now: @Sendable () -> Int64
    /// The changes of the running `plan` block.
    var collector: PlanCollector?
    /// Ids of playlists that a plan promised, and what they became.
    var promised: [String: String] = [:]
    /// Entries of the journal that were begun here.
    private(set) var begun: Set<Int64> = []
    private var isBusy = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// Makes a write path.
    ///
    /// - Parameters:
    ///   - owner: whose changes these are: profile and client id; `undo` sees no others.
    ///   - now: milliseconds since 1970.
    public init(
        spotify: any SpotifyWriting, journal: Journal, owner: String, now: @escaping @Sendable () -> Int64
    ) {
        self.spotify = spotify
        self.journal = journal
        self.owner = owner
        self.now = now
    }

    /// Sends what comes next through another client: one with the options of the command that runs.
    public func use(_ spotify: any SpotifyWriting) { self.spotify = spotify }

    /// Carries out a change, or adds it to the running plan.
    public func submit(_ intent: WriteIntent) async throws -> WriteOutcome {
        try intent.validate()
        await lock()
        defer { unlock() }
        if collector != nil { return try await collect(intent) }
        return try await carryOut(resolved(intent))
    }

    /// The id behind a playlist that a plan promised, once it has been made; else the same id.
    public func playlistID(for id: String) -> String { promised[id] ?? id }

    // MARK: One at a time

    func lock() async {
        guard isBusy else {
            isBusy = true
            return
        }
        await withCheckedContinuation { waiters.append($0) }
    }

    func unlock() {
        if waiters.isEmpty { isBusy = false } else { waiters.removeFirst().resume() }
    }

    // MARK: Without a plan

    func carryOut(_ intent: WriteIntent) async throws -> WriteOutcome {
        switch intent {
        case .add(let playlist, let items, let position): return try await add(items, to: playlist, at: position)
        case .remove, .removeRows, .replace, .move: return try await rearrange(intent)
        case .edit(let playlist, let details): return try await edit(playlist, details)
        case .create(let details): return try await create(details)
        case .save(let items): return try await changeLibrary(items, isSaving: true)
        case .unsave(let items): return try await changeLibrary(items, isSaving: false)
        case .cover(let playlist, let base64):
            let entry = try await begin([.final("a cover")], "\(playlist.title): cover set")
            try await finishing(entry) { try await spotify.setCover(of: playlist.id, base64: base64) }
            return WriteOutcome()
        }
    }

    private func rearrange(_ intent: WriteIntent) async throws -> WriteOutcome {
        guard let playlist = intent.playlist, !intent.isEmptyBatch else { return WriteOutcome() }
        let base = try await spotify.playlistContents(playlist.id)
        var draft = PlaylistDraft(playlist: playlist, base: base)
        let notes = try draft.take(intent)
        return WriteOutcome(snapshot: try await rewrite(draft), notes: notes)
    }

    /// Sends what a draft asks for, with its entry in the journal.
    ///
    /// - Returns: the snapshot that it led to.
    private func rewrite(_ draft: PlaylistDraft) async throws -> String? {
        let want = draft.uris
        guard want != draft.base.uris else { return draft.base.snapshot }
        // Planning comes before the journal: what cannot be planned changes nothing.
        let change = Change.contents(draft.playlist, before: draft.base.uris, after: want)
        let entry = try await begin([change], draft.summary)
        var snapshot: String?
        try await finishing(entry) {
            snapshot = try await PlaylistRewrite(spotify: spotify, playlist: draft.playlist)
                .run(from: draft.base, to: want)
        }
        return snapshot
    }

    private func edit(_ playlist: PlaylistTarget, _ details: PlaylistDetails) async throws -> WriteOutcome {
        let head = try await spotify.playlistHead(playlist.id)
        let target = PlaylistTarget(id: playlist.id, name: head.name ?? playlist.name)
        let change = Change.details(target, before: details.fields(from: head.details), after: details)
        let entry = try await begin([change], "\(target.title): details changed")
        try await finishing(entry) { try await spotify.changeDetails(of: playlist.id, to: details) }
        return WriteOutcome()
    }

    // MARK: The journal

    func begin(_ changes: [Change], _ summary: String) async throws -> Int64 {
        let entry = try await journal.begin(changes, summary: summary, owner: owner, at: now())
        begun.insert(entry)
        return entry
    }

    /// Runs the requests of an entry and writes down how it ended.
    func finishing(_ entry: Int64, _ work: () async throws -> Change?) async throws {
        let done: Change?
        do {
            done = try await work()
        } catch {
            if (error as? WriteError).map({ !$0.isUnchanged }) ?? error.isDoubtful {
                try await journal.end(entry, .unfinished)
            } else {
                try await journal.drop(entry)
            }
            throw error
        }
        try await journal.end(entry, .done, changes: done.map { [$0] })
    }

    /// The same where what is done is just what was meant.
    func finishing(_ entry: Int64, _ work: () async throws -> Void) async throws {
        try await finishing(entry) { () async throws -> Change? in
            try await work()
            return nil
        }
    }
}

extension WriteIntent {
    /// The playlist that it changes.
    var playlist: PlaylistTarget? {
        switch self {
        case .add(let playlist, _, _), .remove(let playlist, _), .removeRows(let playlist, _),
            .replace(let playlist, _), .move(let playlist, _, _, _), .edit(let playlist, _), .cover(let playlist, _):
            playlist
        case .create, .save, .unsave: nil
        }
    }

    /// Whether it adds or removes nothing: a success without a request.
    var isEmptyBatch: Bool {
        switch self {
        case .remove(_, let items), .add(_, let items, _): items.isEmpty
        case .removeRows(_, let rows): rows.isEmpty
        default: false
        }
    }
}
