import SpotValue

/// What Spotify retired, for extended mode.
extension DemoState {
    static let retiredEndpoints: [String: Endpoint] = [:]
}
