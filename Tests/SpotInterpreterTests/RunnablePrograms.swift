import SpotTestSupport

/// Writes random programs whose names are known and whose loops end, so that most of them get past the check.
struct RunnablePrograms {
    private var random: RandomValues
    private var depth = 0
    private var variables = ["n", "t", "l", "r"]
    private var counter = 0

    init(seed: Int) { random = RandomValues(seed: UInt64(seed) &+ 77) }

    /// A whole program.
    mutating func program() -> String {
        variables = ["n", "t", "l", "r"]
        var lines = [
            "let n = \(pick(["0", "3", "-7", "2.5", "9223372036854775807"]))",
            "let t = \(pick(["\"\"", "\"a,b\"", "'né👍🏽'", "\"x ${1 + 1}\""]))",
            "let l = \(pick(["[]", "[3 1 2]", "[{a: 1} {a: 2, b: [1]}]", "[1 \"a\" null true]", "(liked | first 7)"]))",
            "let r = \(pick(["{}", "{a: 1, b: {c: [1 2]}}", "{\"odd key\": null, n: 2}"]))",
            "def twice [x] { [$x $x] }",
            "def sum-to [k: int] { if $k <= 0 { return 0 }; $k + (sum-to ($k - 1)) }",
        ]
        for _ in 0..<number(1...5) { lines.append(statement()) }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func variable() -> String { "$" + (variables.randomElement(using: &random) ?? "n") }

    private mutating func deeper(orElse simple: String, _ make: (inout Self) -> String) -> String {
        guard depth < 5 else { return simple }
        depth += 1
        defer { depth -= 1 }
        return make(&self)
    }

    private mutating func block(_ names: [String] = []) -> String {
        deeper(orElse: "{ print $n }") { program in
            let outer = program.variables
            program.variables += names
            defer { program.variables = outer }
            let body = (0..<program.number(1...2)).map { _ in program.statement() }
            return "{ \(body.joined(separator: "; ")) }"
        }
    }

    private mutating func statement() -> String {
        switch number(0...13) {
        case 0:
            let text = "let x = \(value())"
            variables.append("x")
            return text
        case 1: return "set \(pick(["n", "t", "l", "r"])) = \(value())"
        case 2: return "set \(pick(["l[0]", "l[-1].a", "r.a", "r.b.c[1]", "r[\"k\"]"])) = \(expression())"
        case 3: return "if \(condition()) \(block()) else \(block())"
        case 4: return "for i in (\(expression()) | first 4) \(block(["i"]))"
        case 5:
            counter += 1
            let name = "w\(counter)"
            return "let \(name) = 0; while $\(name) < 3 { set \(name) = $\(name) + 1; \(statement()) }"
        case 6, 7: return "try \(block()) catch \(pick(["", "type ", "missing_field, not_found "]))as e \(block(["e"]))"
        case 8: return "try \(block()) finally \(block())"
        case 9: return pick(["fail \"no\"", "exit 2", "fail {kind: \"io\", message: $t}", "return"])
        case 10: return "twice \(argument()) | show"
        case 11: return "sum-to \(number(0...40))"
        default: return value()
        }
    }

    private mutating func value() -> String {
        let head = expression()
        let stages = (0..<number(0...3)).map { _ in " | " + stage() }
        return head + stages.joined()
    }

    private mutating func stage() -> String {
        let item = pick([".", ".a?", ".a? ?? 0", ".name? ?? \"\"", "{k: .}", "[. 1]"])
        switch number(0...11) {
        case 0: return "where \(condition(item))"
        case 1: return "map \(item)"
        case 2: return "with {z: \(item)}"
        case 3: return "sort \(item)\(pick(["", " desc", ", . asc"]))"
        case 4: return "uniq \(pick(["", item]))"
        case 5: return "group \(item)"
        case 6: return "\(pick(["minus", "intersect", "union"])) (\(expression()))\(pick(["", " by ."]))"
        case 7: return "each \(pick(["", "--jobs 3 "]))\(block())"
        case 8: return "each { |q| \(pick(["$q", "[$q]", "return 1", "if $q == 1 { $q }", "twice $q"])) }"
        default:
            return pick([
                "first", "first 2", "last 3", "skip 1", "count", "sum", "min", "max", "avg", "flatten", "reverse",
                "shuffle", "chunk 2", "enumerate", "is-empty", "keys", "values", "columns a", "describe", "round",
                "floor", "abs", "lower", "upper", "trim", "join \", \"", "split a", "replace a b", "contains 1",
                "starts-with a", "match '(.)'", "slug", "format --width 6", "int", "number", "string", "bool",
                "duration", "date", "to json", "to csv", "to ndjson", "from json", "to markdown", "show",
            ])
        }
    }

    private mutating func condition(_ item: String? = nil) -> String {
        let left = item ?? operand()
        return pick([
            "\(left) == \(operand())", "\(left) != null", "\(operand()) < \(operand())", "true", "not false",
            "\(operand()) in \(operand())", "$t =~ 'a+'", "\(left) == 1 or $n > 2", "$t contains \"a\" and true",
        ])
    }

    private mutating func argument() -> String {
        pick(["word", "1", "$n", "$l", "'a b'", "(\(expression()))", "[1 $n]", "{a: $t}"])
    }

    private mutating func expression() -> String {
        deeper(orElse: "$n") { program in
            switch program.number(0...6) {
            case 0, 1:
                let sign = program.pick(["+", "-", "*", "/", "%", "??"])
                return "\(program.operand()) \(sign) \(program.operand())"
            case 2: return "(\(program.value()))"
            default: return program.operand()
            }
        }
    }

    private mutating func operand() -> String {
        switch number(0...9) {
        case 0: return pick(["0", "1", "-1", "2.5", "1e300", "9223372036854775807", "90s"])
        case 1: return pick(["\"\"", "\"a$n\"", "'é'", "\"${$l | count}\"", "null", "true"])
        case 2:
            return "[\((0..<number(0...3)).map { _ in deeper(orElse: "1") { $0.operand() } }.joined(separator: " "))]"
        case 3: return "{a: \(deeper(orElse: "1") { $0.operand() }), b: 2}"
        case 4: return variable() + pick([".a?", "[0]?", "[1:]", "[*]", ".b?.c?", "[-1]"])
        case 5: return deeper(orElse: "$t") { "(\($0.value()))?" }
        default: return variable()
        }
    }
}
