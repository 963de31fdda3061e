import SpotValue

/// An answer, before it meets the transport.
struct Reply: Sendable {
    /// What it carries.
    enum Body: Sendable {
        case none
        case json(Value)
        case text(String, type: String)
        case bytes([UInt8], type: String)
    }

    /// How long others may keep it.
    enum Freshness: Sendable {
        /// Nobody said.
        case unsaid
        /// Something of the catalogue.
        case catalogue
        /// Something of a user's.
        case personal
    }

    /// The HTTP status.
    var status: Int
    /// Headers beyond those that the body and freshness bring.
    var headers: [(name: String, value: String)] = []
    /// What it carries.
    var body: Body = .none
    /// How long others may keep it.
    var freshness = Freshness.unsaid

    /// A record or list.
    static func json(_ value: Value, status: Int = 200, _ freshness: Freshness = .personal) -> Reply {
        Reply(status: status, body: .json(value), freshness: freshness)
    }

    /// A status alone.
    static func empty(_ status: Int) -> Reply {
        Reply(status: status)
    }

    /// Another place.
    static func redirect(to location: String) -> Reply {
        Reply(status: 302, headers: [("Location", location), ("Cache-Control", "no-store")])
    }
}
