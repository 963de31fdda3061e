import SpotHTTP
import SpotSystem

/// A token in a file that only its owner can read: `tokens/PROFILE/MANAGER-CLIENTID.json` in the state folder.
///
/// The file is replaced whole, so a killed process leaves the old one or the new one. A link, a folder, another's file or
/// one that others can read is refused with what mends it; a damaged one counts as none.
public struct FileTokenStore: TokenStore {
    /// The file.
    public let path: String

    /// Takes a path.
    public init(path: String) {
        self.path = path
    }

    /// The file of a profile, flow and client.
    ///
    /// - Parameter profile: a name that ``Profile/isValidName(_:)`` accepts.
    public init(stateFolder: String, profile: String, flow: FlowKind, clientID: String) {
        path =
            "\(Self.folder(stateFolder: stateFolder, profile: profile))/\(flow.rawValue)-\(Self.fileName(clientID)).json"
    }

    /// The folder of all tokens of a profile.
    public static func folder(stateFolder: String, profile: String) -> String {
        "\(stateFolder)/tokens/\(profile)"
    }

    /// A client identifier as a part of a file name: letters, digits, `-` and `_` stay, other bytes become `%XX`.
    private static func fileName(_ clientID: String) -> String {
        PercentEncoding.encode(clientID).split(separator: ".", omittingEmptySubsequences: false).joined(
            separator: "%2E")
    }

    /// The kept token, or nil.
    public func load() throws(OAuthError) -> Token? {
        do {
            return try PrivateFile.read(path).flatMap { Token(json: $0) }
        } catch {
            throw OAuthError(.storeUnreadable, error)
        }
    }

    /// Keeps a token, or forgets it.
    public func save(_ token: Token?) throws(OAuthError) {
        do {
            guard let token else {
                try PrivateFile.remove(path)
                return
            }
            try PrivateFile.makeFolder(PrivateFile.parentFolder(of: path))
            try AtomicFile.replace(path, with: token.json())
        } catch {
            throw OAuthError(.storeNotWritable, error)
        }
    }

    /// The file that is locked while a token is renewed.
    public var lockPath: String? { path + ".lock" }

    /// The file.
    public var shownPath: String? { path }

    /// The folder that must be writable, where it is not.
    public var unwritableFolder: String? {
        let folder = PrivateFile.parentFolder(of: path)
        return PrivateFile.isWritable(folder) ? nil : folder
    }
}
