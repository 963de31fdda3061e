public import SpotHTTP
import SpotSystem
import SpotValue

/// All profiles, and which one is used.
public struct Profiles: Sendable, Hashable {
    /// The one that is used where nothing else says.
    public var active: String?
    /// All, in the order of their making.
    public var all: [Profile] = []

    /// None.
    public init() {}

    /// The profile of a name.
    public subscript(name: String) -> Profile? { all.first { $0.name == name } }

    /// Puts a profile in the place of the one with its name, or at the end.
    public mutating func put(_ profile: Profile) {
        if let index = all.firstIndex(where: { $0.name == profile.name }) {
            all[index] = profile
        } else {
            all.append(profile)
        }
    }
}

/// The file `profiles.json` in the config folder, and the client secrets in `secrets/`.
public struct ProfileStore: Sendable {
    private let folder: String
    private let stateFolder: String

    /// Takes the folders.
    public init(configFolder: String, stateFolder: String) {
        folder = configFolder
        self.stateFolder = stateFolder
    }

    private var path: String { folder + "/profiles.json" }
    private func secretPath(_ name: String) -> String { "\(folder)/secrets/\(name)" }

    /// Reads them; none where there is no file.
    public func load() throws(OAuthError) -> Profiles {
        let bytes: [UInt8]
        do {
            guard let read = try PrivateFile.read(path) else { return Profiles() }
            bytes = read
        } catch {
            throw OAuthError(.profile, error)
        }
        guard let fields = (try? JSON.parse(bytes))?.recordValue else {
            throw OAuthError(.profile, "\(path) is no JSON record", hint: "move it away; auth login makes a new one")
        }
        var profiles = Profiles()
        profiles.active = fields["active"]?.stringValue
        profiles.all = (fields["profiles"]?.listValue ?? List([])).compactMap { $0.recordValue.flatMap { Profile($0) } }
        return profiles
    }

    /// Changes them, alone: other processes wait.
    public func update<Result>(
        _ change: (inout Profiles) throws(OAuthError) -> Result
    ) async throws(OAuthError) -> Result {
        let lock: FileLock
        do {
            try PrivateFile.makeFolder(folder)
            lock = try await FileLock.acquire(path + ".lock", timeout: .seconds(10))
        } catch let error as SystemError {
            throw OAuthError(.profile, error)
        } catch {
            throw OAuthError(.cancelled, "interrupted")
        }
        defer { lock.release() }
        var profiles = try load()
        let result = try change(&profiles)
        var fields = Record()
        if let active = profiles.active { fields["active"] = .string(active) }
        fields["profiles"] = .list(profiles.all.map { Value.record($0.record) })
        do {
            try AtomicFile.replace(path, with: Array((JSON.write(.record(fields), pretty: true) + "\n").utf8))
        } catch {
            throw OAuthError(.profile, error)
        }
        return result
    }

    // MARK: Client secrets

    /// The client secret that the user chose to keep; nil where none is.
    public func secret(of name: String) throws(OAuthError) -> Secret? {
        do {
            guard let bytes = try PrivateFile.read(secretPath(name), limit: 4096) else { return nil }
            let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            return text.isEmpty ? nil : Secret(text)
        } catch {
            throw OAuthError(.profile, error)
        }
    }

    /// Keeps a client secret; nil removes it.
    public func saveSecret(_ secret: Secret?, of name: String) throws(OAuthError) {
        do {
            guard let secret else {
                try PrivateFile.remove(secretPath(name))
                return
            }
            try PrivateFile.makeFolder(folder + "/secrets")
            try AtomicFile.replace(secretPath(name), with: Array((secret.reveal() + "\n").utf8))
        } catch {
            throw OAuthError(.profile, error)
        }
    }

    /// Keeps a client secret.
    public func saveSecret(text: String, of name: String) throws(OAuthError) {
        try saveSecret(Secret(text), of: name)
    }

    /// Removes the client secret, if one is kept.
    public func removeSecret(of name: String) throws(OAuthError) {
        try saveSecret(nil, of: name)
    }

    // MARK: What belongs to a profile

    /// Removes a profile's tokens, each once nobody renews it, and what a killed process left of them.
    ///
    /// - Returns: how many there were.
    @discardableResult
    public func removeTokens(of name: String) async throws(OAuthError) -> Int {
        let stores = tokenStores(of: name)
        for store in stores { try await TokenSource.keep(nil, in: store) }
        return stores.count
    }

    private func tokenStores(of name: String) -> [FileTokenStore] {
        let folder = FileTokenStore.folder(stateFolder: stateFolder, profile: name)
        return FileReading.names(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
            .map { FileTokenStore(path: folder + "/" + $0) }
    }

    /// Gives a profile's tokens and secret to another name, while nobody renews them: what was renewed would be kept
    /// under the old name.
    public func moveBelongings(of old: String, to new: String) async throws(OAuthError) {
        var locks: [FileLock?] = []
        for store in tokenStores(of: old) { locks.append(try await TokenSource.lock(store)) }
        defer { for lock in locks { lock?.release() } }
        let folder = FileTokenStore.folder(stateFolder: stateFolder, profile: new)
        // A profile of that name, long removed, left its lock files.
        if tokenStores(of: new).isEmpty { PrivateFile.removeFolder(folder) }
        do {
            try PrivateFile.rename(FileTokenStore.folder(stateFolder: stateFolder, profile: old), to: folder)
            try PrivateFile.rename(secretPath(old), to: secretPath(new))
        } catch {
            throw OAuthError(.profile, error)
        }
    }
}
