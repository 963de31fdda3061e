/// What `config prompt` may hold between braces; the only list.
public enum PromptTemplate {
    /// What is filled in.
    public static let fields: [(name: String, meaning: String)] = [
        ("profile", "the profile; red after an error"), ("manager", "how it signs in"),
        ("scopes", "scopes that a command lacked"), ("block", "a rate limit, and until when"),
        ("error", "the kind of the last error"), ("time", "the clock"),
    ]

    /// Colours by their SGR parameters.
    public static let colours: [(name: String, code: String)] = [
        ("red", "31"), ("green", "32"), ("yellow", "33"), ("blue", "34"), ("magenta", "35"),
        ("cyan", "36"), ("bold", "1"), ("faint", "2"), ("plain", "0"),
    ]

    /// The names in a template that mean nothing.
    public static func unknown(in template: String) -> [String] {
        let known = Set(fields.map(\.name) + colours.map(\.name))
        return template.matches(of: /\{([a-z_]+)\}/).map { String($0.1) }.filter { !known.contains($0) }
    }

    /// All names, each in its braces.
    static var names: [String] { (fields.map(\.name) + colours.map(\.name)).map { "{\($0)}" } }

    /// The lines of help.
    static var help: String {
        let lines = fields.map { field in
            let margin = String(repeating: " ", count: 10 - field.name.count)
            return "{\(field.name)}\(margin)\(field.meaning)\n"
        }
        let names = colours.map { "{\($0.name)}" }
        return lines.joined() + names.joined(separator: " ")
    }
}
