/// Secrets that are easily found again: wherever one of them shows up, something leaks.
public enum CanarySecrets {
    /// A client secret.
    public static let clientSecret = "canary-client-secret-7f3a"
    /// An access token.
    public static let accessToken = "canary-access-token-91bc"
    /// A refresh token.
    public static let refreshToken = "canary-refresh-token-42de"
    /// An authorization code.
    public static let code = "canary-code-5510"

    /// All of them.
    public static let all = [clientSecret, accessToken, refreshToken, code]

    /// Those that a text holds.
    public static func found(in text: String) -> [String] {
        all.filter(text.contains)
    }
}
