/// The three folders of the program (XDG Base Directory Specification), found from the environment; nothing is made.
public struct AppFolders: Sendable, Hashable {
    /// Profiles, settings, aliases, secrets.
    public var config: String
    /// Tokens, pending sign-ins, the database.
    public var state: String
    /// What may be deleted at any time.
    public var cache: String

    /// Takes three folders.
    public init(config: String, state: String, cache: String) {
        self.config = config
        self.state = state
        self.cache = cache
    }

    /// One folder for everything.
    public init(everythingIn home: String) {
        self.init(config: home + "/config", state: home + "/state", cache: home + "/cache")
    }

    /// `SPOTSH_HOME` wins; then the three XDG variables where they are absolute (others must be ignored); then `HOME`.
    public init(environment: [String: String]) {
        if let home = environment["SPOTSH_HOME"], !home.isEmpty {
            self.init(everythingIn: Self.withoutTrailingSlash(home))
            return
        }
        let home = Self.withoutTrailingSlash(environment["HOME"] ?? "/")
        func folder(_ variable: String, _ fallback: String) -> String {
            guard let value = environment[variable], value.hasPrefix("/") else { return home + fallback + "/spotsh" }
            return Self.withoutTrailingSlash(value) + "/spotsh"
        }
        self.init(
            config: folder("XDG_CONFIG_HOME", "/.config"), state: folder("XDG_STATE_HOME", "/.local/state"),
            cache: folder("XDG_CACHE_HOME", "/.cache"))
    }

    private static func withoutTrailingSlash(_ path: String) -> String {
        var path = path
        while path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
