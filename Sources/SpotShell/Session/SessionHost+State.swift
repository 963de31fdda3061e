import SpotAPI
import SpotCommands
import SpotHTTP
import SpotInterpreter
import SpotOAuth

/// What the session keeps from run to run: rate limits and answers.
extension SessionHost {
    func rateBlocks() throws -> [String: Int64] {
        let account = try connections.account(profile: profileName, creating: true)
        let blocks = try connections.network().blocks
        let clientID = account.credentials.clientID?.value ?? ""
        let all = try runBlocking(interruption) { await blocks.all() }
        return Dictionary(all.filter { $0.clientID == clientID }.map { ($0.endpointClass, $0.until) }) { max($0, $1) }
    }

    func cacheSummary() throws -> (answers: Int, bytes: Int, limit: Int, path: String?) {
        let cache = keptAnswers()
        let summary = try runBlocking(interruption) { try await cache.summary() }
        return (summary.entries, summary.bytes, summary.limit, summary.path)
    }

    func clearCache() throws {
        let cache = keptAnswers()
        try runBlocking(interruption) { try await cache.clear() }
    }

    /// The session's cache, and with `--no-cache` the one that it does not use.
    private func keptAnswers() -> ResponseCache {
        (try? connections.network())?.cache ?? ResponseCache(path: files.responses, time: environment.time)
    }
}
