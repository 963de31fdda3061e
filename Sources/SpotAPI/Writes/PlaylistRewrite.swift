import SpotDiagnostics

/// Brings a playlist from one content to another, so that a fault between any two requests leaves the one or the other.
///
/// Every request has a content that it is known to lead to. After a failure the playlist is read: where the request
/// landed after all it goes on, where it did not it is tried once more, and else what was there before is put back.
struct PlaylistRewrite {
    let spotify: any SpotifyWriting
    let playlist: PlaylistTarget

    /// Runs the edit.
    ///
    /// - Returns: the snapshot that the last request answered.
    func run(from base: PlaylistContents, to want: [String]) async throws -> String? {
        let requests = try plan(from: base.uris, to: want)
        var content = base.uris
        var versions = Versions(base.snapshot)
        for (index, request) in requests.enumerated() {
            if requests.count > 2 { WriteProgress.report?(index, requests.count) }
            let step = Step(request, on: content)
            do {
                try Task.checkCancellation()
                try await send(step, &versions)
            } catch {
                versions = try await settle(step, versions, base: base, want: want, after: error)
            }
            content = step.after
        }
        return versions.current
    }

    /// Which version of the playlist a request is made against.
    private struct Versions: Sendable {
        var current: String?
        /// The one before the adds that were sent last.
        private(set) var beforeAdds: String?
        private var isAdding = false

        init(_ current: String?) {
            self.current = current
            beforeAdds = current
        }

        /// Makes ready for a request.
        mutating func prepare(_ request: PlaylistRequest) {
            guard case .add = request else {
                isAdding = false
                return
            }
            if !isAdding { beforeAdds = current }
            isAdding = true
        }
    }

    /// One request and what it makes of what.
    private struct Step: Sendable {
        var request: PlaylistRequest
        var before: [String]
        var after: [String]

        init(_ request: PlaylistRequest, on content: [String]) {
            self.request = request
            before = content
            after = request.applied(to: content)
        }
    }

    private func send(_ step: Step, _ versions: inout Versions) async throws {
        versions.prepare(step.request)
        guard case .removeOlder(let uris, _) = step.request else {
            versions.current =
                try await spotify.send(step.request, to: playlist.id, snapshot: versions.current)
                ?? versions.current
            return
        }
        do {
            _ = try await spotify.send(step.request, to: playlist.id, snapshot: versions.beforeAdds)
        } catch  where error.isRefusal {
            // The earlier version is not to be had: every copy goes, and those that stay come back below.
            _ = try await spotify.send(.remove(uris: uris), to: playlist.id, snapshot: versions.current)
        }
        // That an earlier version is heeded is Spotify's word; here it is seen.
        let found = try await spotify.playlistContents(playlist.id)
        versions.current = found.snapshot
        guard found.uris.count < step.after.count else { return }
        let none = PlaylistRequest.remove(uris: uris).applied(to: step.before)
        let whole = PlaylistMerge.merge(before: none, after: step.after, current: found.uris)
        for add in try plan(from: found.uris, to: whole) {
            versions.current = try await spotify.send(add, to: playlist.id, snapshot: versions.current)
        }
    }

    private func plan(from have: [String], to want: [String]) throws -> [PlaylistRequest] {
        do {
            return try PlaylistEdit(from: have, to: want).requests
        } catch .cannotAdd(let uri) {
            throw WriteError(
                uri.isEmpty ? .unavailableItems : .localTracks,
                uri.isEmpty
                    ? "an unavailable item of \(playlist.title) would have to be put back, and cannot be"
                    : "\(uri) would have to be put back, and Spotify's Web API cannot add local files")
        } catch .cannotRemoveUnavailable {
            throw WriteError(.unavailableItems, "an entry without a URI cannot be removed through the Web API")
        }
    }

    /// After a failed request: returns where it landed in the end, else restores and throws.
    private func settle(
        _ step: Step, _ versions: Versions, base: PlaylistContents, want: [String], after error: any Error
    ) async throws -> Versions {
        // A refusal of the first request says by itself that nothing happened.
        if step.before == base.uris, error.isRefusal || error is CancellationError { throw error }
        guard let now = await uncancelled({ try await spotify.playlistContents(playlist.id) }) else {
            throw unfinished(error, base, want)
        }
        var versions = versions
        versions.current = now.snapshot
        if now.uris == step.after, !Task.isCancelled { return versions }
        if now.uris == step.before, !error.isRefusal, !Task.isCancelled {
            let again = await uncancelled { [versions] in
                var versions = versions
                try await send(step, &versions)
                return versions
            }
            if let again { return again }
        }
        try await restore(base, want, after: error)
        return versions
    }

    /// Puts back what was there, and throws what went wrong.
    private func restore(_ base: PlaylistContents, _ want: [String], after error: any Error) async throws {
        let isBack = await uncancelled {
            for _ in 0..<3 {
                let now = try await spotify.playlistContents(playlist.id)
                if now.uris == base.uris { return true }
                var content = now.uris
                let way = try plan(from: content, to: base.uris)
                var versions = Versions(now.snapshot)
                do {
                    for (index, request) in way.enumerated() {
                        if way.count > 2 { WriteProgress.report?(index, way.count) }
                        let step = Step(request, on: content)
                        try await send(step, &versions)
                        content = step.after
                    }
                } catch  where !error.isRefusal {
                    continue
                }
            }
            return try await spotify.playlistContents(playlist.id).uris == base.uris
        }
        guard isBack == true else { throw unfinished(error, base, want) }
        throw WriteError(.failed, "\(playlist.title) is as it was before", cause: error)
    }

    private func unfinished(_ error: any Error, _ base: PlaylistContents, _ want: [String]) -> WriteError {
        var failure = WriteError.unfinished(playlist.title, error)
        failure.doubt = .contents(playlist, before: base.uris, after: want)
        return failure
    }

    /// Runs work to its end although the command was interrupted; nil where it fails.
    private func uncancelled<Success: Sendable>(
        _ work: @escaping @Sendable () async throws -> Success
    ) async -> Success? {
        await Task { try? await work() }.value
    }
}

extension Error {
    /// Whether the server answered that it will not: the request changed nothing.
    var isRefusal: Bool {
        guard let status = (self as? any DiagnosticConvertible)?.diagnostic.status else { return false }
        return (400..<500).contains(status)
    }

    /// Whether the request may have been carried out although no good answer came.
    var isDoubtful: Bool {
        switch (self as? any DiagnosticConvertible)?.diagnostic.kind {
        case .network, .server, .interrupted: true
        default: false
        }
    }
}
