/// Expressions as Python writes them, said in our words: for hints.
///
/// It reads what it knows for certain; anything else ends it without an answer, and the hint says less.
struct ForeignExpressions {
    /// What an expression is here.
    enum Form {
        /// A value that may stand anywhere.
        case value(String)
        /// A pipeline: in parentheses where a value is wanted.
        case pipeline(String)
        /// A bareword that names nothing known.
        case word(String)

        /// As an argument or operand.
        var operand: String {
            switch self {
            case .value(let text), .word(let text): text
            case .pipeline(let text): "(\(text))"
            }
        }

        /// As a statement, or before a `|`.
        var whole: String {
            switch self {
            case .value(let text), .word(let text), .pipeline(let text): text
            }
        }
    }

    private struct Argument {
        var name: String?
        var form: Form
    }

    /// What stands before a trailer: names that a call or a variable may turn out to be, or something read.
    private enum Base {
        case names([String])
        case form(Form)
    }

    let bytes: [UInt8]
    var position: Int
    let isVariable: (String) -> Bool
    let role: (String) -> KnownNames.Role?
    /// Expressions around this one.
    var depth = 0
    /// Deeper ones get no hint.
    private static let depthLimit = 32

    private var byte: UInt8 { bytes[position] }

    private mutating func skipBlanks() {
        while byte.isBlank || byte == Byte.lineFeed { position += 1 }
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
        guard byte == wanted else { return false }
        position += 1
        return true
    }

    /// The expression at the position, with all its calls and subscripts.
    mutating func expression() -> Form? {
        guard depth < Self.depthLimit else { return nil }
        depth += 1
        defer { depth -= 1 }
        guard var base = primary() else { return nil }
        while true {
            switch byte {
            case Byte.dot where bytes[position + 1].isNameStart:
                let upper = bytes.nameEnd(from: position + 1)
                let key = bytes.string(position + 1, upper)
                position = upper
                if case .names(let names) = base, byte != Byte.openParen || !isVariable(names[0]) {
                    base = .names(names + [key])
                    continue
                }
                let value = form(of: base)
                guard byte == Byte.openParen else {
                    base = .form(.value("\(value.operand).\(key)"))
                    continue
                }
                guard let arguments = arguments(), let result = method(key, of: value, arguments) else { return nil }
                base = .form(result)
            case Byte.openParen:
                guard case .names(let names) = base, let arguments = arguments(),
                    let result = call(names, arguments)
                else { return nil }
                base = .form(result)
            case Byte.openBracket:
                guard let step = subscriptText() else { return nil }
                base = .form(.value("\(subscripted(base).operand)\(step)"))
            default: return form(of: base)
            }
        }
    }

    /// What names alone mean: a variable and its fields, a command, or a word.
    private func form(of base: Base) -> Form {
        switch base {
        case .form(let form): return form
        case .names(let names):
            if isVariable(names[0]) { return .value("$" + names.joined(separator: ".")) }
            let text = names.joined(separator: ".")
            return role(text) == nil ? .word(text) : .pipeline(text)
        }
    }

    /// What has a subscript is a variable, unless it is a command.
    private func subscripted(_ base: Base) -> Form {
        let form = form(of: base)
        if case .word(let text) = form, text.first?.isLetter == true || text.first == "_" { return .value("$\(text)") }
        return form
    }

    // MARK: What expressions begin with

    private mutating func primary() -> Base? {
        let start = position
        switch byte {
        case Byte.doubleQuote, Byte.singleQuote: return text().map { .form(.value($0)) }
        case 0x66 where bytes[start + 1] == Byte.doubleQuote || bytes[start + 1] == Byte.singleQuote:
            position += 1
            return filledText().map { .form(.value($0)) }
        case Byte.openBracket: return list().map { .form(.value($0)) }
        case Byte.openBrace: return record().map { .form(.value($0)) }
        case Byte.minus, Byte.zero...0x39:
            position += 1
            while byte.isDigit || byte == Byte.dot && bytes[position + 1].isDigit { position += 1 }
            guard bytes[position - 1].isDigit, !byte.isNamePart else { return nil }
            return .form(.value(bytes.string(start, position)))
        case Byte.dollar, Byte.dot:
            position = bytes.nameEnd(from: start + 1)
            guard position > start + 1 else { return nil }
            // A method is no field: the last key before a call is left to the trailers.
            if byte == Byte.openParen { return nil }
            return .form(.value(bytes.string(start, position)))
        default: break
        }
        position = bytes.nameEnd(from: start)
        guard position > start else { return nil }
        switch bytes.string(start, position) {
        case "True", "true": return .form(.value("true"))
        case "False", "false": return .form(.value("false"))
        case "None", "null": return .form(.value("null"))
        case "lambda", "not", "await", "new": return nil
        case let name:
            // `order-by(…)`, `starts-with(…)`: our own names may hold a `-`.
            while byte == Byte.minus, bytes[position + 1].isLetter { position = bytes.nameEnd(from: position + 1) }
            return .names([position > start + name.utf8.count ? bytes.string(start, position) : name])
        }
    }

    /// The content of a text that needs no escapes, its quotes left behind.
    private mutating func content() -> String? {
        let quote = byte
        let start = position + 1
        position = start
        while byte != quote {
            guard position < bytes.count - 1, byte != Byte.backslash, byte != Byte.lineFeed else { return nil }
            position += 1
        }
        position += 1
        return bytes.string(start, position - 1)
    }

    private mutating func text() -> String? {
        let start = position
        let quote = byte
        guard let inside = content() else { return nil }
        return quote == Byte.doubleQuote && inside.contains("$")
            ? Parser.rawQuoted(inside) : bytes.string(start, position)
    }

    /// `f"hi {x}"`.
    private mutating func filledText() -> String? {
        guard let inside = content() else { return nil }
        var result = ""
        var rest = Substring(inside)
        while let brace = rest.firstIndex(of: "{") {
            guard let close = rest[brace...].firstIndex(of: "}") else { return nil }
            let hole = String(rest[rest.index(after: brace)..<close])
            guard !hole.isEmpty, !hole.contains(":"), !hole.contains("!") else { return nil }
            result += Parser.escaped(String(rest[..<brace])) + interpolation(hole)
            rest = rest[rest.index(after: close)...]
        }
        return "\"\(result)\(Parser.escaped(String(rest)))\""
    }

    private func interpolation(_ hole: String) -> String {
        var inner = ForeignExpressions(
            bytes: Array(hole.utf8) + [0], position: 0, isVariable: isVariable, role: role, depth: depth)
        guard let form = inner.expression(), inner.position == inner.bytes.count - 1 else { return "${…}" }
        switch form {
        case .word(let name): return "$\(name)"
        case .value(let text) where text.dropFirst().allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }: return text
        default: return "${\(form.whole)}"
        }
    }

    private mutating func list() -> String? {
        guard let elements = sequence(from: Byte.openBracket, to: Byte.closeBracket) else { return nil }
        return "[\(elements.map(\.form.operand).map(Self.quotedInExpression).joined(separator: " "))]"
    }

    private static func quotedInExpression(_ text: String) -> String {
        text.first?.isLetter == true && !["true", "false", "null"].contains(text) ? "\"\(text)\"" : text
    }

    private mutating func record() -> String? {
        var fields: [String] = []
        position += 1
        skipBlanks()
        while byte != Byte.closeBrace {
            guard byte == Byte.doubleQuote || byte == Byte.singleQuote, let key = content() else { return nil }
            skipBlanks()
            guard take(Byte.colon) else { return nil }
            skipBlanks()
            guard let value = expression() else { return nil }
            let name = Array(key.utf8)
            let isPlain = !name.isEmpty && (name + [0]).nameEnd(from: 0) == name.count
            fields.append("\(isPlain ? key : Parser.rawQuoted(key)): \(Self.quotedInExpression(value.operand))")
            skipBlanks()
            guard take(Byte.comma) || byte == Byte.closeBrace else { return nil }
            skipBlanks()
        }
        position += 1
        return "{\(fields.joined(separator: ", "))}"
    }

    private mutating func arguments() -> [Argument]? { sequence(from: Byte.openParen, to: Byte.closeParen) }

    private mutating func sequence(from opener: UInt8, to closer: UInt8) -> [Argument]? {
        guard take(opener) else { return nil }
        var result: [Argument] = []
        skipBlanks()
        while byte != closer {
            var name: String?
            let upper = bytes.nameEnd(from: position)
            var sign = upper
            while bytes[sign].isBlank { sign += 1 }
            if upper > position, bytes[sign] == Byte.equal, bytes[sign + 1] != Byte.equal {
                name = bytes.string(position, upper)
                position = sign + 1
                skipBlanks()
            }
            if name == nil, byte == Byte.star, bytes[position + 1] == closer {
                position += 1
                continue
            }
            guard let form = expression() else { return nil }
            result.append(Argument(name: name, form: form))
            skipBlanks()
            guard take(Byte.comma) || byte == closer else { return nil }
            skipBlanks()
        }
        position += 1
        return result
    }

    /// `['id']` is `.id`, `[0]` and `[1:3]` stay, `[i]` is `[$i]`.
    private mutating func subscriptText() -> String? {
        position += 1
        skipBlanks()
        var text = ""
        if byte == Byte.doubleQuote || byte == Byte.singleQuote {
            guard let key = content() else { return nil }
            let name = Array(key.utf8) + [0]
            text = name.count > 1 && name.nameEnd(from: 0) == name.count - 1 ? ".\(key)" : "[\(Parser.rawQuoted(key))]"
            skipBlanks()
            return take(Byte.closeBracket) ? text : nil
        }
        while byte != Byte.closeBracket {
            if byte == Byte.colon {
                position += 1
                text += ":"
            } else {
                guard let form = expression() else { return nil }
                if case .word(let word) = form { text += "$\(word)" } else { text += form.operand }
            }
            skipBlanks()
        }
        position += 1
        return text.isEmpty ? nil : "[\(text)]"
    }

    // MARK: Calls

    /// Functions of other languages, and what the first argument is piped into.
    private static let functions: [String: String] = [
        "len": "count", "sorted": "sort", "reversed": "reverse", "str": "string", "int": "int", "float": "number",
        "dumps": "to json", "loads": "from json", "stringify": "to json", "set": "uniq", "unique": "uniq",
    ]

    private static let methods: [String: String] = [
        "strip": "trim", "startswith": "starts-with", "endswith": "ends-with", "startsWith": "starts-with",
        "endsWith": "ends-with", "toUpperCase": "upper", "toLowerCase": "lower", "sort": "sort", "includes": "contains",
    ]

    private func call(_ names: [String], _ given: [Argument]) -> Form? {
        guard let last = names.last else { return nil }
        if Self.signIns.contains(last) { return .pipeline(Self.signIn(given)) }
        let positionals = given.filter { $0.name == nil }
        let isSpotipy = role("spotipy \(last)") != nil
        if names.count == 1 || !isSpotipy, given.count == positionals.count {
            if last == "list" || last == "dict" || last == "iter", positionals.count == 1 { return positionals[0].form }
            let piped = Self.functions[last] ?? (role(last) == .onValues ? last : nil)
            if let piped, last != "print", last != "log" {
                return pipeline(positionals.first?.form, into: piped, positionals.dropFirst().map(\.form.operand))
            }
        }
        let hasOptions = given.count > positionals.count
        var name = Descent.foreignFunctions[last] ?? last
        if isSpotipy, names.count > 1 || hasOptions || role(last) == nil {
            name = last.contains("_") && role(last) != nil ? last : "spotipy \(last)"
        } else if names.count > 1, role(name) == nil {
            return nil
        }
        return .pipeline(([name] + given.map(Self.written)).joined(separator: " "))
    }

    private func pipeline(_ input: Form?, into command: String, _ rest: [String]) -> Form {
        var head = input.map(\.whole) ?? "…"
        // A name that nothing is known of is a variable there.
        if case .word? = input { head = "$\(head)" }
        return .pipeline((["\(head) | \(command)"] + rest).joined(separator: " "))
    }

    private static func written(_ argument: Argument) -> String {
        guard let name = argument.name else { return argument.form.operand }
        // A flag takes a value only where it touches.
        let value = argument.form.operand
        let joint = value == "true" || value == "false" ? "=" : " "
        return "--\(name.replacing("_", with: "-"))\(joint)\(value)"
    }

    private func method(_ name: String, of value: Form, _ given: [Argument]) -> Form? {
        let arguments = given.map(\.form.operand)
        guard given.allSatisfy({ $0.name == nil }) else { return nil }
        switch name {
        case "get":
            guard let key = arguments.first, let step = Self.key(key) else { return nil }
            let field = "\(value.operand)\(step)?"
            return arguments.count == 1 ? .value(field) : .value("(\(field) ?? \(arguments[1]))")
        case "append", "push":
            guard arguments.count == 1, value.operand.hasPrefix("$") else { return nil }
            let (name, element) = (value.operand, Self.quotedInExpression(arguments[0]))
            return .pipeline("set \(name.dropFirst()) = \(name) + [\(element)]")
        case "join":
            guard given.count == 1 else { return nil }
            return .pipeline("\(given[0].form.whole) | join \(value.operand)")
        case "items", "copy": return given.isEmpty ? value : nil
        default: break
        }
        if let command = Self.methods[name] { return pipeline(value, into: command, arguments) }
        if role(name) == .onValues { return pipeline(value, into: name, arguments) }
        guard role("spotipy \(name)") != nil else { return nil }
        return call(["sp", name], given)
    }

    /// `'name'` as a step of a path.
    private static func key(_ quoted: String) -> String? {
        guard let quote = quoted.first, quote == "'" || quote == "\"" else { return nil }
        let name = Array(quoted.dropFirst().dropLast().utf8) + [0]
        let isPlain = name.count > 1 && name.nameEnd(from: 0) == name.count - 1
        return isPlain ? ".\(quoted.dropFirst().dropLast())" : "[\(quoted)]"
    }

    // MARK: Signing in

    private static let signIns: Set<String> = [
        "Spotify", "SpotifyOAuth", "SpotifyPKCE", "SpotifyImplicitGrant", "SpotifyClientCredentials",
    ]

    /// `Spotify(auth_manager=SpotifyOAuth(scope="…"))`: a sign-in is kept, and no object is made.
    private static func signIn(_ given: [Argument]) -> String {
        for argument in given {
            let text = argument.form.whole
            if argument.name == "scope", text.first == "\"" || text.first == "'" {
                let scopes = text.dropFirst().dropLast().split { $0 == " " || $0 == "," }
                if !scopes.isEmpty { return "auth login --scope \(scopes.joined(separator: " "))" }
            }
            if text.hasPrefix("auth login") { return text }
        }
        return "auth login"
    }
}
