/// All that the service knows.
struct DemoState: Sendable {
    let mode: DemoOptions.Mode
    let rate: Int?
    let tokenLifetime: Int
    let autoApprove: Bool
    let clock: @Sendable () -> Int64
    let options: DemoOptions
    let world: World
    let drawn = DrawnTracks()

    /// Where it is served: `http://127.0.0.1:PORT`.
    var root = ""
    var profiles: [String: Profile] = [:]
    var users: [String: UserState] = [:]
    var playlists: [String: Playlist] = [:]
    var tokens = TokenStore()
    var faults: [FaultRule]
    var log = RequestLog()
    /// How many tunnels the proxy was asked for.
    var tunnels = 0
    /// The times of each client's recent requests.
    var rateWindows: [String: [Int64]] = [:]
    /// How far the control endpoints moved the clock.
    var clockOffset: Int64 = 0
    var random: SeededGenerator

    init(_ options: DemoOptions) throws(DemoError) {
        mode = options.mode
        rate = options.rate
        tokenLifetime = options.tokenLifetime
        autoApprove = options.autoApprove
        clock = options.now
        faults = options.faults
        random = SeededGenerator(seed: options.seed &+ 77)
        self.options = options
        world = WorldBuilder.world(seed: options.seed, trackCount: options.libraryCount)
        furnish()
        try restore()
        guard persist() else {
            throw DemoError(.badFile, "the state cannot be kept in \(options.statePath ?? "")")
        }
    }

    /// The time, in milliseconds since 1970.
    func now() -> Int64 { clock() + clockOffset }

    /// The answer to any request.
    mutating func reply(to request: DemoRequest) -> Reply {
        switch request.segments.first {
        case "v1":
            let reply = webAPI(request)
            if request.method != "GET", reply.status < 300 { _ = persist() }
            return reply
        case "authorize", "api":
            let reply = accounts(request)
            if options.keepsSignIns, request.segments.first == "api", reply.status < 300 { _ = persist() }
            return reply
        case "_demo": return control(request)
        case "image": return image(request)
        case nil: return Reply(status: 200, body: .text(Self.welcome, type: "text/plain; charset=utf-8"))
        default: return APIRefusal(404, "Service not found").reply
        }
    }

    private static let welcome =
        "The demo service of spotsh. The Web API is at /v1, the accounts server at /authorize.\n"

    /// Uses up the first fault that speaks of the request.
    mutating func takeFault(_ request: DemoRequest) -> FaultRule.Kind? {
        guard !faults.isEmpty, request.segments.first != "_demo" else { return nil }
        let segments = request.segments.first == "v1" ? Array(request.segments.dropFirst()) : request.segments
        for index in faults.indices where faults[index].matches(method: request.method, segments: segments) {
            if faults[index].after > 0 {
                faults[index].after -= 1
                continue
            }
            guard let remaining = faults[index].remaining else { return faults[index].kind }
            guard remaining > 0 else { continue }
            faults[index].remaining = remaining - 1
            return faults[index].kind
        }
        return nil
    }
}
