/// Names that a text binds before the cursor, read from its words: `let x =`, `for t in …`, `each { |t|`.
struct BoundNames {
    /// What a name stands for.
    struct Origin {
        /// The pipeline that its value or items come from.
        var text: String
        /// Whether it is one item of that.
        var isItem: Bool
    }

    /// The names, the latest first.
    let names: [String]
    private let origins: [String: Origin]

    init(_ text: String) {
        var names: [String] = []
        var origins: [String: Origin] = [:]
        func bind(_ name: Substring, _ origin: Origin?) {
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return }
            names.removeAll { $0 == name }
            names.insert(String(name), at: 0)
            origins[String(name)] = origin
        }
        for statement in text.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
            var words = statement.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: true)[...]
            while let word = words.first, word == "{" || word == "}" { words = words.dropFirst() }
            if let keyword = words.first, let name = words.dropFirst().first {
                let rest = words.dropFirst(3).joined(separator: " ")
                let isComplete = words.count > 3
                if keyword == "let" { bind(name, isComplete ? Origin(text: rest, isItem: false) : nil) }
                if keyword == "for" {
                    let end = rest.firstRange(of: " {")?.lowerBound ?? rest.endIndex
                    bind(name, isComplete ? Origin(text: String(rest[..<end]), isItem: true) : nil)
                }
            }
            // `… | each { |t|`
            var rest = statement
            while let start = rest.firstRange(of: "{ |") ?? rest.firstRange(of: "{|") {
                let after = rest[start.upperBound...]
                guard let end = after.firstIndex(of: "|") else { break }
                let name = after[..<end].filter { $0 != " " }
                let before = statement[..<start.lowerBound]
                let pipe = before.lastIndex(of: "|") ?? before.startIndex
                bind(Substring(name), Origin(text: Self.trimmed(before[..<pipe]), isItem: true))
                rest = after[after.index(after: end)...]
            }
        }
        self.names = names
        self.origins = origins
    }

    /// What a name comes from; nil where the text binds no such name.
    func source(of name: String) -> Origin? { origins[name] }

    /// A pipeline inside an open bracket begins behind it.
    private static func trimmed(_ text: Substring) -> String {
        let start = text.lastIndex(of: "(").map { text.index(after: $0) } ?? text.startIndex
        var rest = text[start...]
        if let equals = rest.firstRange(of: " = ") { rest = rest[equals.upperBound...] }
        return String(rest)
    }
}
