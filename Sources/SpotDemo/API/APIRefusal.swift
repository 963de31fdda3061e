import SpotValue

/// An answer of the Web API that says no, in Spotify's words.
struct APIRefusal: Error {
    var status: Int
    var message: String
    /// The player's reason (`NO_ACTIVE_DEVICE`).
    var reason: String?
    /// Seconds, with a 429.
    var retryAfter: Int?

    init(_ status: Int, _ message: String, reason: String? = nil, retryAfter: Int? = nil) {
        self.status = status
        self.message = message
        self.reason = reason
        self.retryAfter = retryAfter
    }

    /// The answer: `{"error": {"status": …, "message": …}}`.
    var reply: Reply {
        var error = Record([("status", .int(status)), ("message", .string(message))])
        if let reason { error["reason"] = .string(reason) }
        var reply = Reply.json(.record(Record([("error", .record(error))])), status: status, .unsaid)
        if let retryAfter { reply.headers.append(("Retry-After", String(retryAfter))) }
        if status == 401 {
            // RFC 6750 §3
            reply.headers.append(("WWW-Authenticate", "Bearer realm=\"spotify\", error=\"invalid_token\""))
        }
        return reply
    }

    static let notFound = APIRefusal(404, "Resource not found")
    static let badIdentifier = APIRefusal(400, "Invalid base62 id")
    static let scope = APIRefusal(403, "Insufficient client scope")
    static let forbidden = APIRefusal(403, "Forbidden")
    static let noUser = APIRefusal(401, "Valid user authentication required")
    static let noDevice = APIRefusal(
        404, "Player command failed: No active device found", reason: "NO_ACTIVE_DEVICE")
    static let restricted = APIRefusal(
        403, "Player command failed: Restriction violated", reason: "UNKNOWN")
}

/// Answers for faults that were asked for.
enum Refusals {
    /// An error body as Spotify's, or an empty answer for a status that is no error.
    static func fault(_ status: Int, retryAfter: Int?) -> Reply {
        guard status >= 400 else { return .empty(status) }
        let message =
            switch status {
            case 400: "Bad request"
            case 401: "The access token expired"
            case 403: "Forbidden"
            case 404: "Resource not found"
            case 429: "API rate limit exceeded"
            case 502: "Bad gateway"
            case 503: "Service unavailable"
            default: "Server error"
            }
        return APIRefusal(status, message, retryAfter: status == 429 ? retryAfter ?? 1 : retryAfter).reply
    }
}
