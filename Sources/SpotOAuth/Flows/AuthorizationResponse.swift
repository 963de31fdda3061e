public import SpotHTTP

/// What came back from the authorization endpoint: a code, or an implicit grant's token.
public struct AuthorizationResponse: Sendable {
    /// The authorization code (RFC 6749 §4.1.2).
    public var code: Secret?
    /// The fields of an implicit grant's answer (RFC 6749 §4.2.2), with `access_token`.
    public var grant: [String: Secret] = [:]
    /// The state that came with it.
    public var state: String?

    /// Reads what a user pastes or a browser asks the listener for: the whole URL, its query or fragment, `code=…`, or the
    /// bare code.
    ///
    /// - Parameter expectedState: compared in constant time where the text has a state. A URL must have it; `code=…` alone
    ///   and a bare code, which a person picked out of the URL, may do without. nil compares nothing.
    /// - Throws: `access_denied` and the like as the server said; `state_mismatch`; `no_code`.
    public init(parsing text: String, expectedState: String?) throws(OAuthError) {
        let text = Self.cleaned(text)
        let (parameters, isURL) = Self.parameters(of: text)
        guard let parameters else {
            guard Self.isBareCode(text) else { throw Self.noCode }
            code = Secret(text)
            return
        }
        var fields: [String: String] = [:]
        // The first of a repeated name counts (RFC 6749 §3.1 forbids repeating).
        for field in parameters where fields[field.name] == nil && !field.value.isEmpty {
            fields[field.name] = field.value
        }
        // A question mark alone makes no answer.
        guard ["code", "error", "access_token", "state"].contains(where: { fields[$0] != nil }) else {
            throw Self.noCode
        }
        state = fields["state"]
        if let expectedState {
            let isComplete = isURL || fields.count > 1
            guard state.map({ constantTimeEqual($0, expectedState) }) ?? !isComplete else { throw Self.mismatch }
        }
        if let error = fields["error"] { throw Self.refusal(error, fields) }
        code = fields["code"].map(Secret.init)
        if fields["access_token"] != nil { grant = fields.mapValues(Secret.init) }
        guard code != nil || !grant.isEmpty else { throw Self.noCode }
    }

    /// Without blanks and the quotes or brackets that terminals and mails put around.
    private static func cleaned(_ text: String) -> String {
        var text = text[...]
        let around: Set<Character> = [" ", "\t", "\n", "\r", "\r\n", "\"", "'", "<", ">"]
        while let first = text.first, around.contains(first) { text.removeFirst() }
        while let last = text.last, around.contains(last) { text.removeLast() }
        return String(text)
    }

    private static func parameters(of text: String) -> ([(name: String, value: String)]?, isURL: Bool) {
        let query = text.firstIndex(of: "?")
        let fragment = text.firstIndex(of: "#")
        var fields: [(name: String, value: String)] = []
        if let query {
            let end = fragment.flatMap { $0 > query ? $0 : nil } ?? text.endIndex
            fields += PercentEncoding.fields(String(text[text.index(after: query)..<end]))
        }
        if let fragment { fields += PercentEncoding.fields(String(text[text.index(after: fragment)...])) }
        if query != nil || fragment != nil { return (fields, true) }
        if text.contains("://") { return ([], true) }
        let names = ["code=", "error=", "state=", "access_token="]
        if names.contains(where: text.hasPrefix) { return (PercentEncoding.fields(text), false) }
        return (nil, false)
    }

    /// Visible ASCII without what a code never holds (RFC 6749 appendix A.11); the length keeps out stray words.
    private static func isBareCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 4096
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
    }

    private static func refusal(_ error: String, _ fields: [String: String]) -> OAuthError {
        let isDenied = error == "access_denied"
        var result = OAuthError(
            isDenied ? .accessDenied : .serverRefused,
            isDenied ? "the sign-in was cancelled on Spotify's page" : "the accounts server answered \(error)",
            hint: isDenied ? "auth login" : fields["error_description"])
        result.error = error
        result.errorDescription = fields["error_description"]
        result.errorURI = fields["error_uri"]
        return result
    }

    private static var mismatch: OAuthError {
        var error = OAuthError(
            .stateMismatch, "the answer belongs to another sign-in (its state differs)",
            hint: "auth login begins a new one")
        error.error = "state_mismatch"
        return error
    }

    private static var noCode: OAuthError {
        OAuthError(
            .noCode, "there is no code in that", hint: "paste the whole address of the page that the browser ended on")
    }
}
