/// Who is told how far a change of many requests is.
public enum WriteProgress {
    /// Called before each request of a change that takes several: how many are done, of how many.
    public typealias Report = @Sendable (_ done: Int, _ total: Int) -> Void

    @TaskLocal static var report: Report?

    /// Runs a change whose progress is reported.
    public static func reporting<Result: Sendable>(
        _ report: @escaping Report, _ work: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await $report.withValue(report) { try await work() }
    }
}
