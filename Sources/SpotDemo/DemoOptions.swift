/// How the demo service runs.
public struct DemoOptions: Sendable {
    /// Which of Spotify's two Web APIs it plays.
    public enum Mode: String, Sendable, CaseIterable {
        /// What every ordinary client identifier gets since March 2026: 48 operations, fewer fields.
        case development
        /// What old, large applications keep: all 96 operations, every field, both spellings.
        case extended
    }

    /// The two PEM files that make it serve https.
    public struct TLSFiles: Sendable {
        /// The certificate chain's path.
        public var certificate: String
        /// The private key's path.
        public var key: String

        /// Names the two files.
        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// The port on 127.0.0.1; 0 takes a free one.
    public var port = 0
    /// Which of the two Web APIs it plays.
    public var mode = Mode.development
    /// How long every answer waits first.
    public var latency = Duration.zero
    /// How many tracks the demo user has saved.
    public var libraryCount = DemoOptions.defaultLibraryCount
    /// How many Web API requests a client identifier may make in any 30 seconds; nil: as many as it likes.
    ///
    /// Spotify counts in a rolling window of 30 seconds too.
    public var rate: Int?
    /// What the world is made from: equal seeds, equal worlds.
    public var seed: UInt64 = 1
    /// Whether `/authorize` agrees by itself, without its page.
    public var autoApprove = false
    /// What goes wrong on purpose.
    public var faults: [FaultRule] = []
    /// Serves https (HTTP/2 by ALPN) with these files; nil: plain http.
    public var tls: TLSFiles?
    /// The port of a CONNECT proxy on 127.0.0.1 (0: a free one); nil: none.
    public var proxyPort: Int?
    /// The file that keeps the state between runs; nil: in memory.
    public var statePath: String?
    /// Whether that file keeps sign-ins as well, for programs that meet the service again.
    public var keepsSignIns = false
    /// How long an access token lives, in seconds.
    public var tokenLifetime = 3600
    /// The clock, in milliseconds since 1970.
    public var now: @Sendable () -> Int64 = WallClock.milliseconds

    /// The saved tracks of a demo user for whom nothing else was asked.
    public static let defaultLibraryCount = 240

    /// The service as `spotsh --demo` starts it.
    public init() {}
}
