import SpotDiagnostics

extension Descent {
    /// A binary operator at the position, with how tightly it binds.
    struct FoundOperator {
        var symbol: BinaryOperator
        var level: Int
        var span: Span
    }

    /// How tightly operators bind, loosest first; `not` stands between `and` and the comparisons.
    enum Level {
        static let or = 1, and = 2, not = 3, comparison = 4, coalesce = 5, sum = 6, term = 7
    }

    // expr = and { "or" and }
    mutating func expression() throws(Broken) -> Expression {
        let result = try binary(Level.or)
        tallest = max(tallest, height)
        return result
    }

    // and = not { "and" not } ; comparison = coalesce [ operator coalesce ] ; coalesce, sum and term likewise
    mutating func binary(_ minimum: Int) throws(Broken) -> Expression {
        var left = try prefixed(minimum)
        var compared = false
        while true {
            let leftEnd = position
            guard let found = try peekOperator(), found.level >= minimum else {
                position = leftEnd
                return left
            }
            if found.level == Level.comparison {
                if compared {
                    throw report(
                        .chainedComparison, "comparisons do not chain", at: found.span,
                        hint: "join two with and: $a < $b and $b < $c")
                }
                compared = true
            } else if found.level < Level.comparison {
                compared = false
            }
            let leftHeight = height
            position = found.span.upper
            skipLines()
            let right = try binary(found.level + 1)
            try grow(over: leftHeight)
            left = Expression(
                .binary(found.symbol, left, right, operatorSpan: found.span),
                span: Span(left.span.lower, right.span.upper))
        }
    }

    // not = { "not" } comparison ; unary = [ "-" ] postfix
    private mutating func prefixed(_ minimum: Int) throws(Broken) -> Expression {
        if byte == 0x6E, isAtWord("not") { return try negation(minimum) }
        if byte == Byte.minus { return try negative() }
        let result = try postfix()
        try checkAfterOperand(result)
        return result
    }

    private mutating func negation(_ minimum: Int) throws(Broken) -> Expression {
        guard minimum <= Level.not else {
            throw report(
                .misplacedNot, "`not` cannot stand after this operator", at: Span(position, position + 3),
                hint: "put it in parentheses: (not …)")
        }
        var starts: [Int] = []
        while isAtWord("not") {
            starts.append(position)
            position += 3
            skipLines()
        }
        var result = try binary(Level.comparison)
        for start in starts.reversed() {
            try grow()
            result = Expression(.not(result), span: Span(start, result.span.upper))
        }
        return result
    }

    private mutating func negative() throws(Broken) -> Expression {
        let start = position
        position += 1
        if byte == Byte.minus || isSpace(at: position) {
            if isAtEnd { throw missingExpression(after: "`-`") }
            if byte == Byte.minus, isSpace(at: position + 1), beginsValue(start) {
                throw report(
                    .foreignOperator, "`--` begins no comment", at: Span(start, start + 2), hint: "# begins one")
            }
            while byte == Byte.minus || byte.isBlank { position += 1 }
            throw report(
                .operatorSpaces, "`-` touches the value that it negates", at: Span(start, start + 1),
                hint: "-\(peekWord())")
        }
        if bytes.has("9223372036854775808", at: position), !bytes[position + 19].isNamePart {
            position += 19
            height = 1
            let least = Expression(.int(.min), span: Span(start, position))
            try checkAfterOperand(least)
            return least
        }
        let operand = try postfix()
        try checkAfterOperand(operand)
        try grow()
        return Expression(.negate(operand), span: Span(start, operand.span.upper))
    }

    /// The operator that follows an operand, if one does; the position is not to be trusted afterwards.
    private mutating func peekOperator() throws(Broken) -> FoundOperator? {
        let operandEnd = position
        skipSpace()
        guard let found = operatorHere() else { return nil }
        let after = found.span.upper
        if isSpace(at: after) || bytes[after] == Byte.hash, position > operandEnd { return found }
        if found.symbol.isWord { return bytes[after].endsWord ? found : nil }
        // `[1 -1]` has two elements.
        if context.isList, found.symbol == .subtract || found.symbol == .remainder { return nil }
        throw operatorSpaces(found)
    }

    /// The operator whose text stands at the position.
    private func operatorHere() -> FoundOperator? {
        func found(_ symbol: BinaryOperator, _ level: Int) -> FoundOperator {
            FoundOperator(
                symbol: symbol, level: level, span: Span(position, position + symbol.rawValue.utf8.count))
        }
        switch byte {
        case 0x61: return isAtWord("and") ? found(.and, Level.and) : nil
        case 0x6F: return isAtWord("or") ? found(.or, Level.or) : nil
        case 0x69: return isAtWord("in") ? found(.isIn, Level.comparison) : nil
        case 0x63: return isAtWord("contains") ? found(.contains, Level.comparison) : nil
        default: break
        }
        guard byte.isOperatorPart || byte == Byte.question else { return nil }
        if !isSpace(at: position + 1) {
            if isForeignOperator { return nil }
            switch (byte, next) {
            case (Byte.equal, Byte.equal): return found(.equal, Level.comparison)
            case (Byte.bang, Byte.equal): return found(.notEqual, Level.comparison)
            case (Byte.less, Byte.equal): return found(.lessOrEqual, Level.comparison)
            case (Byte.greater, Byte.equal): return found(.greaterOrEqual, Level.comparison)
            case (Byte.equal, Byte.tilde): return found(.matches, Level.comparison)
            case (Byte.bang, Byte.tilde): return found(.doesNotMatch, Level.comparison)
            case (Byte.question, Byte.question): return found(.coalesce, Level.coalesce)
            default: break
            }
        }
        switch byte {
        case Byte.less: return found(.less, Level.comparison)
        case Byte.greater: return found(.greater, Level.comparison)
        case Byte.plus: return found(.add, Level.sum)
        case Byte.minus: return found(.subtract, Level.sum)
        case Byte.star: return found(.multiply, Level.term)
        case Byte.slash: return found(.divide, Level.term)
        case Byte.percent: return found(.remainder, Level.term)
        default: return nil
        }
    }

    // postfix = atom { selector | "?" }
    mutating func postfix() throws(Broken) -> Expression {
        var result = try atom()
        while true {
            switch byte {
            case Byte.dot, Byte.openBracket:
                let baseHeight = height
                if byte == Byte.dot, result.kind.isText { throw touchingText(result) }
                let selector = try selector()
                height = max(height, baseHeight)
                try grow()
                result = Expression(.select(result, selector), span: Span(result.span.lower, selector.span.upper))
            case Byte.question:
                if next == Byte.question, bytes[position + 2] != Byte.question {
                    throw report(
                        .operatorSpaces, "`??` has a space on both sides", at: Span(position, position + 2),
                        hint: "\(source.text(in: result.span)) ?? …")
                }
                position += 1
                try grow()
                result = Expression(.optional(result), span: Span(result.span.lower, position))
            default:
                return result
            }
        }
    }

    // selector = "." KEY | [ "." ] "[" ( expr | [ expr ] ":" [ expr ] | "*" ) "]"
    mutating func selector() throws(Broken) -> Selector {
        let start = position
        height = 0
        if byte == Byte.dot {
            if next.isNameStart {
                let upper = bytes.nameEnd(from: position + 1)
                let key = bytes.string(position + 1, upper)
                position = upper
                return Selector(.key(key), span: Span(start, upper))
            }
            guard next == Byte.openBracket else { throw badKey(at: start) }
            position += 1
        }
        try open(closer: Byte.closeBracket) { context in
            context = Context(lineEndIsSpace: true, isInString: context.isInString)
        }
        let kind = try selectorInside()
        let upper = try close()
        height -= 1
        return Selector(kind, span: Span(start, upper))
    }

    private mutating func selectorInside() throws(Broken) -> Selector.Kind {
        skipSpace()
        if byte == Byte.star, isSpace(at: position + 1) || next == Byte.closeBracket {
            position += 1
            return .all
        }
        var lower: Expression?
        if byte != Byte.colon {
            if byte == Byte.closeBracket {
                throw report(.badSelector, "`[ ]` needs an index, a slice or a key", hint: "[0], [0:10], [*]")
            }
            lower = try expression()
            skipSpace()
        }
        guard byte == Byte.colon else {
            guard let lower else { throw missingExpression(after: "`[`") }
            if case .string(let key) = lower.kind { return .key(key) }
            return .subscriptExpression(lower)
        }
        position += 1
        skipSpace()
        let upper = byte == Byte.closeBracket ? nil : try expression()
        return .slice(from: lower, to: upper)
    }
}

extension BinaryOperator {
    /// Whether it is written in letters.
    var isWord: Bool {
        switch self {
        case .or, .and, .isIn, .contains: true
        default: false
        }
    }
}

extension Expression.Kind {
    /// Whether it is text in quotes.
    var isText: Bool {
        switch self {
        case .string, .interpolated: true
        default: false
        }
    }
}
