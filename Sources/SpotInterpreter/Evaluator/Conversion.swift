import SpotDiagnostics
import SpotValue

/// What words and values become where a parameter says its type.
enum Conversion {
    /// Whether a word of this type means something else in another session (the home folder, today).
    static func dependsOnSession(_ type: ParameterType) -> Bool { type == .path || type == .date }

    /// A word as the type says.
    static func word(
        _ word: String, to type: ParameterType, name: String, place: Place, host: (any InterpreterHost)?
    ) throws -> Value {
        switch type {
        case .string, .scope: return .string(word)
        case .market: return try market(word, name, place)
        case .int, .number: return try number(word, type, name, place)
        case .bool:
            if word == "true" || word == "false" { return .bool(word == "true") }
            throw bad(word, "true or false", name, place)
        case .duration: return try duration(word, name, place)
        case .date: return try date(word, name, place, host)
        case .path: return .string(path(word, host))
        case .json:
            do { return try JSON.parse(word) } catch { throw bad(word, "JSON", name, place, hint: error.message) }
        case .list, .record:
            // A system's shell has words only: there it is written as JSON.
            if let value = try? JSON.parse(word), type == .list ? value.listValue != nil : value.recordValue != nil {
                return value
            }
            throw bad(
                word, type == .list ? "a list" : "a record", name, place,
                hint: type == .list ? JSON.write(.list([.string(word)])) : "{\"key\": \"value\"}")
        case .any: return untyped(word)
        case .enumeration(let words): return try oneOf(word, words, name, place)
        default: return .string(word)
        }
    }

    /// A change (`+10`, `-5s`) as a sign and a whole number, or the number of `50%`; nil for any other word.
    static func change(_ word: String, _ parameter: Parameter, _ place: Place) throws -> Value? {
        let type = parameter.type
        let bare = type == .int && word.hasSuffix("%") ? String(word.dropLast()) : word
        let isSigned = bare.hasPrefix("+") || bare.hasPrefix("-")
        let size = isSigned ? String(bare.dropFirst()) : bare
        guard isSigned || bare != word, size.first?.isNumber == true else { return nil }
        guard let number = type == .duration ? DurationText.parse(size) : Int64(size) else {
            guard type == .duration, Int64(size) != nil else { return nil }
            throw bad(word, "a duration", parameter.name, place, hint: "with its unit: \(word)s, \(word)m")
        }
        return isSigned ? .string("\(bare.prefix(1))\(number)") : .int(number)
    }

    /// JSON's numbers and `true false null` are those values, all else text.
    static func untyped(_ word: String) -> Value {
        switch word {
        case "true": return true
        case "false": return false
        case "null": return nil
        default: return jsonNumber(word) ?? .string(word)
        }
    }

    /// A number exactly as JSON writes it.
    static func jsonNumber(_ word: String) -> Value? {
        guard let first = word.utf8.first, first == 0x2D || (0x30...0x39).contains(first) else { return nil }
        guard let value = try? JSON.parse(word), value.doubleValue != nil else { return nil }
        return value
    }

    private static func number(_ word: String, _ type: ParameterType, _ name: String, _ place: Place) throws -> Value {
        guard let value = jsonNumber(word) else {
            throw bad(word, type == .int ? "a whole number" : "a number", name, place)
        }
        guard type == .int, value.intValue == nil else { return value }
        return try whole(value, name, place)
    }

    private static func whole(_ value: Value, _ name: String, _ place: Place) throws -> Value {
        guard let number = Selection.wholeNumber(value) else {
            throw Failure.type(
                "not_whole", "\(name) is a whole number, not \(Text.brief(value))", place, hint: "(… | round)")
        }
        return .int(number)
    }

    private static func duration(_ word: String, _ name: String, _ place: Place) throws -> Value {
        if let value = DurationText.parse(word) { return .int(value) }
        let isNumber = jsonNumber(word)?.intValue != nil
        let hint =
            word.hasPrefix("-")
            ? "0 or more, as 90s or 1:30"
            : isNumber ? "with its unit: \(word)s, \(word)m" : "as 90s, 1h30m, 365d or 1:30"
        throw bad(word, "a duration", name, place, hint: hint)
    }

    private static func market(_ word: String, _ name: String, _ place: Place) throws -> Value {
        guard Markets.isMarket(word) else {
            throw bad(word, "a country as two letters", name, place, hint: Markets.hint(for: word))
        }
        return .string(word)
    }

    private static func date(
        _ word: String, _ name: String, _ place: Place, _ host: (any InterpreterHost)?
    ) throws -> Value {
        if let host, let moment = DateText.named(word, host: host) { return .string(moment) }
        if DateText.names.contains(word) || DateText.parse(word) != nil { return .string(word) }
        throw bad(word, "a date", name, place, hint: "as 2026-05-31, 2026-05-31T18:00:00Z, today or now")
    }

    /// `~` and `~/…` are in the home folder.
    static func path(_ word: String, _ host: (any InterpreterHost)?) -> String {
        guard let host, word == "~" || word.hasPrefix("~/") else { return word }
        return host.homeDirectory + word.dropFirst()
    }

    static func oneOf(_ word: String, _ words: [String], _ name: String, _ place: Place) throws -> Value {
        guard words.contains(word) else {
            let near = Suggestion.hint(for: word, in: words)
            throw Diagnostic(
                .usage, code: "bad_value", "\(name) is one of \(words.joined(separator: ", ")), not \"\(word)\"",
                at: place, hint: near)
        }
        return .string(word)
    }

    private static func bad(
        _ word: String, _ wanted: String, _ name: String, _ place: Place, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.usage, code: "bad_value", "\(name) is \(wanted), not \"\(word)\"", at: place, hint: hint)
    }

    /// A value as the type says.
    ///
    /// Text becomes a reference, path, date, duration or JSON, never a number or a boolean.
    static func value(
        _ value: Value, to type: ParameterType, name: String, place: Place, host: (any InterpreterHost)?,
        resolving: Bool
    ) throws -> Value {
        switch type {
        case .any: return value
        case .string, .scope: return try require(value, value.stringValue != nil, "text", name, place)
        case .market:
            let text = try require(value, value.stringValue != nil, "a country code", name, place).stringValue
            return try market(text ?? "", name, place)
        case .int:
            return try whole(try require(value, value.doubleValue != nil, "a whole number", name, place), name, place)
        case .number: return try require(value, value.doubleValue != nil, "a number", name, place)
        case .bool: return try require(value, value.boolValue != nil, "true or false", name, place)
        case .list: return try require(value, value.listValue != nil, "a list", name, place)
        case .record: return try require(value, value.recordValue != nil, "a record", name, place)
        case .duration:
            if let text = value.stringValue { return try duration(text, name, place) }
            return try require(value, value.doubleValue != nil, "a duration", name, place)
        case .date, .path:
            guard let text = value.stringValue else {
                throw wrong(value, type.name == "date" ? "a date" : "a path", name, place)
            }
            return try word(text, to: type, name: name, place: place, host: host)
        case .json:
            guard let text = value.stringValue else { return value }
            return try word(text, to: .json, name: name, place: place, host: host)
        case .enumeration(let words):
            guard let text = value.stringValue else {
                throw wrong(value, "one of \(words.joined(separator: ", "))", name, place)
            }
            return try oneOf(text, words, name, place)
        default:
            guard value.stringValue != nil || value.recordValue != nil else {
                throw wrong(value, article(type), name, place)
            }
            guard resolving, let host else { return value }
            do { return try host.resolve(value, as: objects(type), place: place) } catch {
                throw Failure.placed(error, place)
            }
        }
    }

    /// The object types that a reference type stands for.
    static func objects(_ type: ParameterType) -> [ParameterType] {
        if case .objects(let types) = type { return types }
        return [type]
    }

    private static func article(_ type: ParameterType) -> String {
        let name = type.name.replacing("|", with: " or ")
        return ("aeiou".contains(name.first ?? "x") && type != .user ? "an " : "a ") + name
    }

    private static func require(
        _ value: Value, _ holds: Bool, _ wanted: String, _ name: String, _ place: Place
    ) throws -> Value {
        guard holds else { throw wrong(value, wanted, name, place) }
        return value
    }

    private static func wrong(_ value: Value, _ wanted: String, _ name: String, _ place: Place) -> Diagnostic {
        var hint: String?
        if wanted == "text", value.listValue == nil, value.recordValue == nil { hint = "make it text: \"${…}\"" }
        if value.listValue != nil, wanted.hasPrefix("a ") || wanted.hasPrefix("an "), wanted != "a list" {
            hint = "one of the list: (…)[0], or … | first; for each: … | each { |x| … $x }"
        }
        if value.stringValue != nil, wanted.hasSuffix("number") { hint = "make it a number: (… | number)" }
        return Failure.type("wrong_type", "\(name) is \(wanted), not \(Text.typed(value))", place, hint: hint)
    }
}
