import SpotSystem

/// spotipy's own cache file, so that both programs share one sign-in: `.cache`, or `.cache-USERNAME`, in a folder.
///
/// What is written has spotipy's fields only, since it drops others. Unlike spotipy the file has its mode from its
/// creation and is replaced whole. A mode that is too open, as older versions of spotipy left it, is read all the same
/// and mended by the next write. A link of the user's own is followed, as spotipy follows it, so that folders which share
/// one file by links go on sharing it; another user's link, and another user's file, are refused. spotipy's managers all
/// use one file; here a client's own token never stands in for a user's, nor takes its place.
public struct SpotipyTokenStore: TokenStore {
    /// The file.
    public let path: String
    /// Where a link at that path leads; the path itself where it is none of ours.
    private var target: String { (try? PrivateFile.followed(path)) ?? path }
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
    public var isTooOpen: Bool { PrivateFile.openness(of: target) != 0 }

    /// The kept token, or nil.
    public func load() throws(OAuthError) -> Token? {
        guard !PrivateFile.isFolder(path), var token = try ownToken(), Self.isUsers(token) == flow.hasUser else {
            return nil
        }
        token.flow = flow
        token.clientID = clientID
        return token
    }

    /// Keeps a token, or forgets it.
    public func save(_ token: Token?) throws(OAuthError) {
        let isFolder = PrivateFile.isFolder(path)
        var isForeign = false
        if !flow.hasUser, !isFolder, let there = try ownToken() { isForeign = Self.isUsers(there) }
        guard let token else {
            if !isFolder, !isForeign { try remove() }
            return
        }
        if isFolder {
            throw OAuthError(
                .storeNotWritable, "\(path) is a folder, so no token can be kept there",
                hint:
                    "run in another folder, set SPOTIPY_CLIENT_USERNAME, or name a file: profile add NAME --cache-path")
        }
        if isForeign {
            throw OAuthError(
                .storeNotWritable, "\(path) holds a user's token, which a client's own would overwrite",
                hint: "a profile of its own keeps it elsewhere: profile add NAME --flow client --cache file")
        }
        do {
            try AtomicFile.replace(PrivateFile.followed(path), with: token.json(spotipyOnly: true))
        } catch {
            throw OAuthError(.storeNotWritable, error)
        }
    }

    private func remove() throws(OAuthError) {
        do {
            try PrivateFile.remove(PrivateFile.followed(path))
        } catch {
            throw OAuthError(.storeNotWritable, error)
        }
    }

    /// A client's own token has neither a refresh token nor a scope.
    private static func isUsers(_ token: Token) -> Bool { token.refreshToken != nil || token.scopes != nil }

    /// Whether there is such a file.
    public var exists: Bool { FileReading.exists(path) }

    /// The token in the file, whosever it is and whatever the file is (a pipe from elsewhere).
    ///
    /// `auth import` takes it so.
    public func anyToken() throws(OAuthError) -> Token? {
        guard exists else { return nil }
        do {
            return Token(json: try FileReading.bytes(of: path, limit: 1 << 20))
        } catch {
            throw OAuthError(.storeUnreadable, error)
        }
    }

    private func ownToken() throws(OAuthError) -> Token? {
        do {
            let file = try PrivateFile.followed(path)
            return try PrivateFile.read(file, acceptingOpenness: true).flatMap { Token(json: $0) }
        } catch {
            throw OAuthError(.storeUnreadable, error)
        }
    }

    /// The file that is locked while a token is renewed; spotipy itself knows no lock.
    public var lockPath: String? { target + ".lock" }

    /// The file.
    public var shownPath: String? { target }

    /// The folder that must be writable, where it is not.
    public var unwritableFolder: String? {
        let folder = PrivateFile.parentFolder(of: target)
        return PrivateFile.isWritable(folder) ? nil : folder
    }
}
