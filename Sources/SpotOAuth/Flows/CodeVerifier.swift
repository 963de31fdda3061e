import Crypto
public import SpotHTTP
public import SpotSystem

/// The secret of one sign-in attempt (RFC 7636 §4.1), never used for a second one.
public struct CodeVerifier: Sendable, Hashable {
    /// 86 characters of `[A-Za-z0-9_-]`, from 64 random bytes; 43 to 128 are allowed.
    public var secret: Secret

    /// A new one.
    public init(random: Randomness = .system) {
        secret = Secret(Base64.url(random.bytes(64)))
    }

    /// One that was made before (a pending sign-in).
    public init(_ text: String) {
        secret = Secret(text)
    }

    /// What the authorization request carries: SHA-256, base64url without padding (RFC 7636 §4.2).
    ///
    /// Only `S256` is used.
    public var challenge: String { Base64.url(SHA256.hash(data: Array(secret.reveal().utf8))) }
}

/// A new `state`: 192 random bits (RFC 6749 §10.12 asks for at most one in 2^128).
public func randomState(_ random: Randomness = .system) -> String {
    Base64.url(random.bytes(24))
}
