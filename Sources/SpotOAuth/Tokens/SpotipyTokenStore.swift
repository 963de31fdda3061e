import SpotSystem

/// spotipy's own cache file, so that both programs share one sign-in: `.cache`, or `.cache-USERNAME`, in a folder.
///
/// What is written has spotipy's fields only, since it drops others. Unlike spotipy the file has its mode from its
/// creation and is replaced whole. A mode that is too open, as older versions of spotipy left it, is read all the same
/// and mended by the next write.
public struct SpotipyTokenStore: TokenStore {
    /// The file.
    public let path: String
    /// The flow that the file is used by; the file does not say.
    public let flow: FlowKind
    /// The client that it is used by; the file does not say.
    public let clientID: String

    /// Takes a file.
    public init(path: String, flow: FlowKind, clientID: String) {
        self.path = path
        self.flow = flow
        self.clientID = clientID
    }

    /// Takes the file that spotipy would use in a folder.
    public init(folder: String, username: String?, flow: FlowKind, clientID: String) {
        self.init(path: Self.path(folder: folder, username: username), flow: flow, clientID: clientID)
    }

    /// Where spotipy keeps its token.
    public static func path(folder: String, username: String?) -> String {
        let name = username.flatMap { $0.isEmpty ? nil : $0 }.map { ".cache-\($0)" } ?? ".cache"
        return folder + "/" + name
    }

    /// Whether others can read the file.
    public var isTooOpen: Bool { PrivateFile.openness(of: path) != 0 }

    /// The kept token, or nil.
    public func load() throws(OAuthError) -> Token? {
        guard FileReading.exists(path), !PrivateFile.isFolder(path) else { return nil }
        do {
            var token = Token(json: try FileReading.bytes(of: path, limit: 1 << 20))
            token?.flow = flow
            token?.clientID = clientID
            return token
        } catch {
            throw OAuthError(.storeUnreadable, error)
        }
    }

    /// Keeps a token, or forgets it.
    public func save(_ token: Token?) throws(OAuthError) {
        do {
            if let token {
                try AtomicFile.replace(path, with: token.json(spotipyOnly: true))
            } else {
                try PrivateFile.remove(path)
            }
        } catch {
            throw OAuthError(.storeNotWritable, error)
        }
    }

    /// The file that is locked while a token is renewed; spotipy itself knows no lock.
    public var lockPath: String? { path + ".lock" }

    /// The file.
    public var shownPath: String? { path }

    /// The folder that must be writable, where it is not.
    public var unwritableFolder: String? {
        let folder = PrivateFile.parentFolder(of: path)
        return PrivateFile.isWritable(folder) ? nil : folder
    }
}
