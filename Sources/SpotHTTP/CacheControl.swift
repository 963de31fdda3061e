/// What an answer says about its own life (RFC 9111), as far as a private cache needs it.
struct CacheControl {
    /// Must not be kept (§5.2.2.5).
    var noStore = false
    /// Must be asked again each time (§5.2.2.4).
    var noCache = false
    /// Seconds that it is fresh (§5.2.2.1).
    var maxAge: Int64?

    /// Reads the field; what is not known is passed over.
    ///
    /// A `max-age` that is no number means stale (§4.2.1).
    init(_ field: String?) {
        for directive in (field ?? "").split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1).map { String($0).trimmed() }
            guard let name = parts.first?.lowercased() else { continue }
            switch name {
            case "no-store": noStore = true
            case "no-cache": noCache = true
            case "max-age":
                let text = parts.count > 1 ? parts[1].filter { $0 != "\"" } : ""
                maxAge = Int64(text).map { max(0, $0) } ?? 0
            default: break
            }
        }
    }

    /// How long an answer is fresh from now, in milliseconds; nil where it must not be kept.
    static func lifetime(of headers: HTTPHeaders, policy: CachePolicy, now: Int64) -> Int64? {
        let control = CacheControl(headers["Cache-Control"])
        guard policy != .none, !control.noStore, headers["Vary"]?.trimmed() != "*" else { return nil }
        if control.noCache { return 0 }
        let age = headers["Age"].flatMap { Int64($0.trimmed()) }.map { max(0, $0) } ?? 0
        if let maxAge = control.maxAge { return max(0, maxAge - age) * 1000 }
        if let expires = headers["Expires"] {
            // An unreadable date, `0` above all, is in the past (§5.3).
            guard let moment = ClockText.parseHTTPDate(expires.trimmed()) else { return 0 }
            let date = headers["Date"].flatMap { ClockText.parseHTTPDate($0.trimmed()) } ?? now
            return max(0, moment - date - age * 1000)
        }
        return policy == .catalogue ? max(0, 3600 - age) * 1000 : 0
    }
}
