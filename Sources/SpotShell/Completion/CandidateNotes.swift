import SpotDiagnostics

/// A few words beside candidates of which no table says more.
enum CandidateNotes {
    /// What a word of an enumeration means.
    static func of(word: String) -> String? {
        words[word]
    }

    /// What a kind of error means.
    static func of(_ kind: ErrorKind) -> String {
        switch kind {
        case .usage: "a mistake in how a command is called"
        case .syntax: "a text that is not of the language"
        case .type: "a value of the wrong type"
        case .missingField: "a record has no such field"
        case .notFound: "there is no such thing"
        case .noDevice: "no device plays"
        case .forbidden: "Spotify does not let this client"
        case .refused: "Spotify refuses this"
        case .scope: "a scope was not granted"
        case .auth: "nobody is signed in"
        case .rateLimited: "a limit that lasts too long"
        case .server: "an error of Spotify's own"
        case .network: "no connection"
        case .external: "a program failed"
        case .io: "a file cannot be read or written"
        case .interrupted: "Ctrl-C"
        case .user: "fail, assert"
        }
    }

    private static let words = [
        "short_term": "about four weeks", "medium_term": "about six months", "long_term": "about a year",
        "table": "columns for people", "json": "one document", "ndjson": "an item a line", "csv": "commas",
        "tsv": "tabs", "markdown": "a table in text", "lines": "a text a line", "spot": "literals of the language",
        "context": "the album or playlist",
        "pkce": "sign-in without a secret", "code": "sign-in with a secret", "client": "no user",
        "single": "singles and EPs", "appears_on": "as a guest",
    ]
}
