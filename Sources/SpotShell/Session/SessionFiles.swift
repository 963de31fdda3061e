import SpotSystem

/// Where a session keeps things; in a demo without `--demo-state` nothing is kept.
struct SessionFiles: Sendable {
    /// The folders, or nil where everything stays in memory.
    var folders: AppFolders?

    /// The real ones.
    init(environment: ShellEnvironment) {
        folders = AppFolders(environment: environment.variables)
    }

    /// None: everything stays in memory.
    static let inMemory = SessionFiles(folders: nil)

    private init(folders: AppFolders?) {
        self.folders = folders
    }

    var settings: String? { folders.map { $0.config + "/settings.json" } }
    var aliases: String? { folders.map { $0.config + "/aliases.json" } }
    var pins: String? { folders.map { $0.config + "/pins.json" } }
    var profiles: String? { folders.map { $0.config + "/profiles.json" } }
    var startScript: String? { folders.map { $0.config + "/rc.spot" } }
    var database: String? { folders.map { $0.state + "/spotsh.sqlite" } }
    var responses: String? { folders.map { $0.cache + "/responses.sqlite" } }
}
