/// URLs as they may be shown.
public enum RedactedURL {
    /// Query and fragment parameters whose values are secrets (RFC 6749 §4.1, §4.2, RFC 7636 §4.5).
    private static let secretNames: Set<String> = [
        "access_token", "refresh_token", "code", "code_verifier", "client_secret", "id_token", "token",
    ]

    /// The same URL with the values of secret parameters and a password masked.
    public static func text(_ url: String) -> String {
        guard url.utf8.contains(where: { "?#@".utf8.contains($0) }) else { return url }
        var result = ""
        var name = ""
        var isInParameters = false
        var isValue = false
        for character in withoutPassword(url) {
            switch character {
            case "?", "#":
                isInParameters = true
                (name, isValue) = ("", false)
            case "&" where isInParameters:
                (name, isValue) = ("", false)
            case "=" where isInParameters && !isValue:
                isValue = true
                result.append(character)
                if secretNames.contains(name) { result += Secret.mask }
                continue
            default:
                if isInParameters && !isValue { name.append(character) }
                if isValue && secretNames.contains(name) { continue }
            }
            result.append(character)
        }
        return result
    }

    private static func withoutPassword(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        guard let at = rest[..<authorityEnd].lastIndex(of: "@") else { return url }
        return url[..<scheme.upperBound] + Secret.mask + rest[at...]
    }
}
