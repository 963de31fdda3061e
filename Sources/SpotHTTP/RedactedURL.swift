/// URLs as they may be shown.
public enum RedactedURL {
    /// Query and fragment parameters whose values are secrets (RFC 6749 §4.1, §4.2, RFC 7636 §4.5).
    private static let secretNames: Set<String> = [
        "access_token", "refresh_token", "code", "code_verifier", "client_secret", "id_token", "token",
    ]

    /// The same URL with the values of secret parameters and a password masked.
    public static func text(_ url: String) -> String {
        guard url.utf8.contains(where: { $0 == 0x3F || $0 == 0x23 || $0 == 0x40 }) else { return url }
        // Bytes: every request is described, and what matters here is ASCII.
        var result: [UInt8] = []
        var name: [UInt8] = []
        var isInParameters = false
        var isValue = false
        var isSecret = false
        for byte in withoutPassword(url).utf8 {
            switch byte {
            case 0x3F, 0x23:  // ? #
                isInParameters = true
                (name, isValue, isSecret) = ([], false, false)
            case 0x26 where isInParameters:  // &
                (name, isValue, isSecret) = ([], false, false)
            case 0x3D where isInParameters && !isValue:  // =
                isValue = true
                isSecret = secretNames.contains(String(decoding: name, as: UTF8.self))
                result.append(byte)
                if isSecret { result += Secret.mask.utf8 }
                continue
            default:
                if isInParameters, !isValue { name.append(byte) }
                if isSecret { continue }
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard let at = rest[..<authorityEnd].lastIndex(of: "@") else { return url }
        return url[..<scheme.upperBound] + Secret.mask + rest[at...]
    }
}
