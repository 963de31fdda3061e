import SpotDiagnostics
import SpotValue

/// Commands on text.
extension ValueCommands {
    static let texts: [Command] = [
        join, split, lower, upper, trim, contains, startsWith, endsWith, slug, similarity, format,
    ]

    private static let join = Command.reducing(
        "join", "One text of all items, with a separator between",
        more: [Parameter("separator", .positional, .string, "what stands between; nothing if left out", default: "")],
        examples: [.init("[\"a\" 1 true] | join \"; \"", "text", output: "\"a; 1; true\"")]
    ) { invocation in
        let separator = invocation["separator"] ?? ""
        let items = invocation.items()
        var text: Value = ""
        var isFirst = true
        while let item = try items.next() {
            if !isFirst { text.appendString(separator) }
            isFirst = false
            if !(item.isString && text.appendString(item)) { text.appendString(Text.plain(item)) }
        }
        return text
    }

    private static let split = Command.streaming(
        "split", "The parts of a text between separators",
        more: [Parameter("separator", .positional, .string, "what stands between", required: true)],
        examples: [.init("\"a,b,,c\" | split \",\"", "parts", output: #"["a","b","","c"]"#)]
    ) { invocation in
        let separator = invocation["separator"] ?? ""
        let source = invocation.items()
        guard separator != "" else { return characters(of: source, invocation) }
        var text: Value = .null
        var position: Int?
        return ValueStream {
            while true {
                if let start = position {
                    let (part, next) = text.part(from: start, before: separator)
                    position = next
                    return part
                }
                guard let value = try source.next() else { return nil }
                text = try invocation.checkedText(value)
                position = 0
            }
        }
    }

    /// What an empty separator gives.
    private static func characters(of source: ValueStream, _ invocation: Invocation) -> ValueStream {
        var characters = ""[...]
        return ValueStream {
            while true {
                if let character = characters.popFirst() { return .string(String(character)) }
                guard let value = try source.next() else { return nil }
                characters = try invocation.text(value)[...]
            }
        }
    }

    private static let lower = mapping(
        "lower", "Text in lower case", example: .init("\"Björk\" | lower", "lower", output: "\"björk\"")
    ) { $0.lowercased() }

    private static let upper = mapping(
        "upper", "Text in upper case", example: .init("\"Björk\" | upper", "upper", output: "\"BJÖRK\"")
    ) { $0.uppercased() }

    private static let trim = mapping(
        "trim", "Text without white space at its ends",
        example: .init("\"  a b \" | trim", "trimmed", output: "\"a b\"")
    ) { text in
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }

    private static let slug = mapping(
        "slug", "Text as a file name: letters, digits and hyphens",
        example: .init("\"Café del Mar / 2024!\" | slug", "a slug", output: "\"cafe-del-mar-2024\"")
    ) { Slug.make($0) }

    private static func mapping(
        _ name: String, _ summary: String, example: CommandDescription.Example,
        _ apply: @escaping @Sendable (String) -> String
    ) -> Command {
        Command.scalar(name, summary, .string, examples: [example]) { value, invocation in
            .string(apply(try invocation.text(value)))
        }
    }

    private static let contains = testing(
        "contains", "Whether a text holds another, or a list a value",
        example: .init("\"Joni Mitchell\" | contains Mitch", "text", output: "true")
    ) { value, part, place in try Comparison.holds(value, part, place) }

    private static let startsWith = testing(
        "starts-with", "Whether a text begins with another",
        example: .init("\"spotify\" | starts-with spot", "text", output: "true")
    ) { value, part, place in try both(value, part, place) { $0.starts(with: $1) } }

    private static let endsWith = testing(
        "ends-with", "Whether a text ends with another",
        example: .init("\"a.csv\" | ends-with csv", "text", output: "true")
    ) { value, part, place in try both(value, part, place) { $0.reversed().starts(with: $1.reversed()) } }

    private static func both(
        _ value: Value, _ part: Value, _ place: Place, _ test: ([UInt8], [UInt8]) -> Bool
    ) throws -> Bool {
        guard let text = value.stringValue, let other = part.stringValue else {
            throw Failure.type("wrong_input", "both are text, not \(Text.typed(value)) and \(Text.typed(part))", place)
        }
        return test(Array(text.utf8), Array(other.utf8))
    }

    /// A test of one whole value: a list is one.
    private static func testing(
        _ name: String, _ summary: String, example: CommandDescription.Example,
        _ test: @escaping @Sendable (Value, Value, Place) throws -> Bool
    ) -> Command {
        let type: ParameterType = name == "contains" ? .any : .string
        let row = CommandDescription(
            name, summary, area: "values", yields: .one,
            parameters: [
                Parameter("part", .positional, type, "what to look for", required: true),
                Parameter("value", .positional, .any, "where to look", required: true, input: true),
            ], examples: [example])
        return Command(row) { invocation in
            .one(.bool(try test(try invocation.whole("value"), invocation["part"] ?? .null, invocation.place)))
        }
    }

    private static let similarity = Command(
        CommandDescription(
            "similarity", "How alike two texts are: 0 to 1, whatever the case and accents", area: "values",
            yields: .one,
            parameters: [
                Parameter("first", .positional, .string, "a text", required: true),
                Parameter("second", .positional, .string, "another", required: true),
            ],
            examples: [.init("similarity \"Hey Jude\" \"hey jude\"", "alike", output: "1")])
    ) { invocation in
        let score = Similarity.of(invocation["first"]?.stringValue ?? "", invocation["second"]?.stringValue ?? "")
        if let whole = Int64(exactly: score) { return .one(.int(whole)) }
        return .one(.double(score))
    }

    private static let format = Command.scalar(
        "format", "A value as text of a width, a number with decimals or groups of thousands", .any,
        more: [
            Parameter("width", .option, .int, "at least this many characters"),
            Parameter("align", .option, .enumeration(["left", "right", "center"]), "where the value stands"),
            Parameter("fill", .option, .string, "what fills the width", default: " "),
            Parameter("decimals", .option, .int, "how many decimals"),
            Parameter("group", .flag, .bool, "commas between thousands"),
        ],
        examples: [
            .init("1234567.5 | format --decimals 2 --group", "a number", output: "\"1,234,567.50\""),
            .init("7 | format --width 3 --fill 0", "padded", output: "\"007\""),
        ]
    ) { value, invocation in .string(try Formatting.text(of: value, invocation)) }
}

/// `format`.
enum Formatting {
    static func text(of value: Value, _ invocation: Invocation) throws -> String {
        var text = Text.plain(value)
        if let decimals = try invocation.natural("decimals") {
            guard let number = value.doubleValue else { throw invocation.wrongInput("a number", value) }
            text = fixed(number, min(decimals, 15))
        }
        if invocation.flag("group"), value.doubleValue != nil { text = grouped(text) }
        guard let width = try invocation.natural("width") else { return text }
        let missing = min(width, 10_000) - text.count
        guard missing > 0, let fill = invocation["fill"]?.stringValue?.first else { return text }
        let align = invocation["align"]?.stringValue ?? (value.doubleValue == nil ? "left" : "right")
        let before = align == "right" ? missing : align == "center" ? missing / 2 : 0
        return String(repeating: fill, count: before) + text + String(repeating: fill, count: missing - before)
    }

    /// Decimal digits, rounded half away from zero.
    static func fixed(_ number: Double, _ decimals: Int) -> String {
        var scale: Double = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (number.magnitude * scale).rounded(.toNearestOrAwayFromZero)
        guard let whole = UInt64(exactly: scaled) else { return "\(number)" }
        let sign = number < 0 && whole > 0 ? "-" : ""
        let digits = String(whole)
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    private static func grouped(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        guard let digits = parts.first, digits.allSatisfy(\.isNumber) else { return text }
        var whole = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { whole += "," }
            whole.append(digit)
        }
        return sign + whole + (parts.count > 1 ? "." + parts[1] : "")
    }
}

/// Text as a file name.
enum Slug {
    static func make(_ text: String) -> String {
        var slug = ""
        var wantsHyphen = false
        for character in folded(text) {
            guard character.isLetter || character.isNumber else {
                wantsHyphen = !slug.isEmpty
                continue
            }
            if wantsHyphen { slug.append("-") }
            wantsHyphen = false
            slug.append(character)
        }
        return slug.isEmpty ? "untitled" : String(slug.prefix(100))
    }

    /// Lower case without accents: canonical decomposition, less the marks.
    static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for character in text.lowercased() {
            if let plain = plainLetters[character] {
                result.append(contentsOf: plain.unicodeScalars)
            } else {
                for scalar in character.decomposed where scalar.properties.canonicalCombiningClass == .notReordered {
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }

    /// Letters that no decomposition takes apart.
    private static let plainLetters: [Character: String] = [
        "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
    ]
}

extension Character {
    /// Its canonical decomposition, for the accented Latin letters; others as they are.
    fileprivate var decomposed: [Unicode.Scalar] {
        if let base = Self.bases[self] { return [base] }
        return Array(unicodeScalars)
    }

    /// Accented letters by their base letter.
    ///
    /// The standard library does not offer its decomposition publicly.
    private static let bases: [Character: Unicode.Scalar] = {
        let letters: [(Unicode.Scalar, String)] = [
            ("a", "àáâãäåāăąǎȁȃȧạảấầẩẫậắằẳẵặ"), ("c", "çćĉċč"), ("d", "ďḍḏḑ"), ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"),
            ("g", "ĝğġģǧǵ"), ("h", "ĥȟḥ"), ("i", "ìíîïĩīĭįǐȉȋỉị"), ("j", "ĵǰ"), ("k", "ķǩḱ"), ("l", "ĺļľ"),
            ("n", "ñńņňǹṅṇ"), ("o", "òóôõöōŏőǒȍȏȯọỏốồổỗộớờởỡợơ"), ("r", "ŕŗřȑȓṛ"), ("s", "śŝşšșṣ"), ("t", "ţťțṭ"),
            ("u", "ùúûüũūŭůűųǔȕȗụủứừửữựư"), ("w", "ŵẁẃẅ"), ("y", "ýÿŷỳỵỷỹ"), ("z", "źżžẓ"),
        ]
        var table: [Character: Unicode.Scalar] = [:]
        for (base, accented) in letters { for letter in accented { table[letter] = base } }
        return table
    }()
}

/// How alike two texts are.
enum Similarity {
    /// 1 less the edit distance over the longer length, of folded text; the words' order counts little: the better of
    /// the texts as they are and with their words sorted.
    static func of(_ first: String, _ second: String) -> Double {
        let (a, b) = (words(first), words(second))
        return max(
            ratio(a.joined(separator: " "), b.joined(separator: " ")),
            ratio(a.sorted().joined(separator: " "), b.sorted().joined(separator: " ")) * 0.95)
    }

    private static func words(_ text: String) -> [String] {
        Slug.folded(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func ratio(_ first: String, _ second: String) -> Double {
        // Longer texts than titles would only cost time.
        let a = Array(first.prefix(500)), b = Array(second.prefix(500))
        guard !a.isEmpty || !b.isEmpty else { return 1 }
        guard !a.isEmpty, !b.isEmpty else { return 0 }
        var row = Array(0...b.count)
        for i in 1...a.count {
            var diagonal = row[0]
            row[0] = i
            for j in 1...b.count {
                let above = row[j]
                row[j] = min(min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1))
                diagonal = above
            }
        }
        let score = 1 - Double(row[b.count]) / Double(max(a.count, b.count))
        return (score * 10_000).rounded() / 10_000
    }
}
