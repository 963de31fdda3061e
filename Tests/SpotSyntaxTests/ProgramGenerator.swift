/// Writes random valid programs, straight from the grammar.
struct ProgramGenerator {
    var random: SeededRandom
    var depth = 0
    /// Inside quotes no line end may stand.
    var inString = false

    init(_ seed: Int) { random = SeededRandom(seed) }

    mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    mutating func times(_ most: Int, _ make: (inout ProgramGenerator) -> String) -> [String] {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in make(&self) }
    }

    mutating func deeper(_ make: (inout ProgramGenerator) -> String, orElse simple: String) -> String {
        guard depth < 6 else { return simple }
        depth += 1
        defer { depth -= 1 }
        return make(&self)
    }

    var separator: String { mutating get { inString ? "; " : pick(["\n", "\n", ";", "\n\n", " # c\n"]) } }
    var space: String { mutating get { inString || !chance(10) ? " " : pick(["  ", "\n", " \n# c\n  "]) } }
    var name: String { mutating get { pick(["x", "name", "t1", "_", "fresh_one"]) } }

    mutating func program() -> String {
        var text = chance(20) ? "# help of it\n" : ""
        for _ in 0..<(chance(20) ? 2 : 0) {
            text += pick(["param a: playlist...", "param --n: int = 5 # how many", "param b: a|b = \"a\""]) + "\n"
        }
        return text + body()
    }

    mutating func body() -> String {
        let statements = times(3) { $0.statement() }
        return statements.map { $0 + separator }.joined()
    }

    mutating func block() -> String {
        "{" + (inString ? " " : pick([" ", "\n"])) + deeper({ $0.body() }, orElse: "") + "}"
    }

    mutating func statement() -> String {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: "let \(name) =\(space)\(value())"
        case 1: "set \(name)\(times(2) { $0.selector() }.joined()) = \(value())"
        case 2: "if \(expression()) \(block())\(chance(50) ? " else \(block())" : "")"
        case 3: "for \(name) in \(expression()) \(block())"
        case 4: "while \(expression()) \(block())"
        case 5: "try \(block()) catch \(pick(["", "network ", "not_found, auth as e ", "as e "]))\(block())"
        case 6:
            "def \(pick(["f", "same-key", "g2"])) [\(pick(["", "a", "a: int = 1, b", "a b: string|int"]))] \(block())"
        case 7: pick(["return", "break", "continue", "exit", "exit 3", "source a.spot"])
        case 8: "fail \(expression())"
        case 9: "plan \(block())"
        case 10: "as \"kid\" \(block())"
        case 11: "watch --every 5s \(block())"
        case 12: "return \(value())"
        default: value()
        }
    }

    mutating func value() -> String {
        let head = chance(50) ? command() : expression()
        let stages = times(2) { generator in
            (generator.inString ? " | " : generator.pick([" | ", "\n  | ", " |\n "])) + generator.stage()
        }
        return head + stages.joined()
    }

    mutating func stage() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: "where \(expression())"
        case 1: "map \(expression())"
        case 2: "with \(record())"
        case 3: "group \(expression())"
        case 4: pick(["uniq", "uniq .a"])
        case 5: "sort \(expression())\(pick([" desc", " asc", ", .b", ""]))"
        case 6: "minus \(expression()) by \(expression())"
        case 7: "each \(pick(["", "--jobs 4 "]))\(block())"
        case 8: "!\(pick(["jq", "sort"])) \(pick(["-r", "--to=x", ".a"])) \(primary())"
        default: command()
        }
    }

    mutating func command() -> String {
        ([pick(["liked", "playlist tracks", "print", "date", "me", "count-of"])] + times(3) { $0.argument() })
            .joined(separator: " ")
    }

    mutating func argument() -> String {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: pick(["word", "a:b?c=d#e", "~/x.csv", "-1", "007", "./a", "ü", "*"])
        case 1: pick(["--all", "--limit 5", "--public=false"])
        case 2: "--to=\(primary())"
        case 3, 4: primary()
        case 5: pick([".", ".name", ".a.b[0]", ".[1:2]", ".a?"])
        default: pick(["a", "b", "c-d"])
        }
    }

    mutating func primary() -> String {
        deeper(
            { generator in
                switch Int.random(in: 0..<6, using: &generator.random) {
                case 0: "$" + generator.name + generator.selector()
                case 1: generator.text()
                case 2: "(" + generator.value() + ")"
                case 3: generator.list()
                case 4: generator.record()
                default: "$" + generator.name
                }
            }, orElse: "$x")
    }

    mutating func expression() -> String {
        deeper(
            { generator in
                switch Int.random(in: 0..<8, using: &generator.random) {
                case 0, 1:
                    let sign = generator.pick(["+", "-", "*", "/", "%", "??", "and", "or"])
                    return "\(generator.operand()) \(sign)\(generator.space)\(generator.operand())"
                case 2:
                    let sign = generator.pick(["==", "!=", "<", "<=", ">", ">=", "=~", "!~", "in", "contains"])
                    return "\(generator.operand()) \(sign) \(generator.operand())"
                case 3: return "not \(generator.operand())"
                default: return generator.operand()
                }
            }, orElse: ".a")
    }

    mutating func operand() -> String {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: pick(["0", "1", "42", "1.5", "2e3", "9223372036854775807"])
        case 1: pick(["90s", "1h30m", "250ms"])
        case 2: pick(["true", "false", "null"])
        case 3: pick([".", ".a", ".a.b", ".a?.b?", ".artists[*].name", ".[0]"])
        case 4: "-\(primary())"
        case 5: "@gym"
        default: primary()
        }
    }

    mutating func selector() -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: "[\(expression())]"
        case 1: "[\(pick(["0", "-1", "1:", ":2", "1:3", "*"]))]"
        case 2: ".[\"odd key\"]"
        default: pick([".a", ".b", ".name"])
        }
    }

    mutating func list() -> String {
        "[" + times(3) { $0.expression() }.joined(separator: chance(50) ? ", " : space) + "]"
    }

    mutating func record() -> String {
        "{"
            + times(3) { "\($0.pick(["a", "b_c", "'odd key'"])):\($0.space)\($0.expression())" }
            .joined(separator: chance(50) ? ", " : space) + "}"
    }

    mutating func text() -> String {
        if chance(30) { return pick(["'raw'", "'it''s $x'", "''"]) }
        let outer = inString
        inString = true
        defer { inString = outer }
        return "\""
            + times(3) { generator in
                switch Int.random(in: 0..<5, using: &generator.random) {
                case 0: "$" + generator.name
                case 1: "${\(generator.expression())}"
                case 2: generator.pick(["\\n", "\\\"", "\\$", "\\u00e9", "\\ud83c\\udfb5", "\\\\"])
                default: generator.pick(["text ", ".csv", "é", "$5", "'", "{}"])
                }
            }.joined() + "\""
    }
}
