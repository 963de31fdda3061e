import SpotSystem

/// Where a session keeps things; in a demo nothing is kept, unless `--demo-state` names a folder.
struct SessionFiles: Sendable {
    /// The folders, or nil where everything stays in memory.
    var folders: AppFolders?

    /// The real ones.
    init(environment: ShellEnvironment) {
        folders = AppFolders(environment: environment.variables)
    }

    /// None: everything stays in memory.
    static let inMemory = SessionFiles(folders: nil)

    /// Those of a demo.
    ///
    /// - Parameter state: what `--demo-state` says; a file is the service's alone.
    static func demo(_ state: String?) -> SessionFiles {
        guard let state, isFolder(state) else { return inMemory }
        return SessionFiles(folders: AppFolders(everythingIn: state))
    }

    /// The file of a demo's service.
    static func service(_ state: String) -> String {
        isFolder(state) ? state + (state.hasSuffix("/") ? "" : "/") + "service.json" : state
    }

    private static func isFolder(_ path: String) -> Bool { path.hasSuffix("/") || PrivateFile.isFolder(path) }

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
