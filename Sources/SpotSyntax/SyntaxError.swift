public import SpotDiagnostics

/// A mistake in a text, as facts; ``diagnostic`` says it.
public struct SyntaxError: DiagnosticConvertible {
    /// The stable names of all mistakes that the parser finds.
    public enum Code: String, CaseIterable, Sendable {
        // The text itself.
        case invalidUTF8 = "invalid_utf8"
        case nulByte = "nul_byte"
        case nestingTooDeep = "nesting_too_deep"
        // Brackets and quotes.
        case unclosedBracket = "unclosed_bracket"
        case unclosedQuote = "unclosed_quote"
        case mismatchedBracket = "mismatched_bracket"
        case strayBracket = "stray_bracket"
        // Literals.
        case badEscape = "bad_escape"
        case badNumber = "bad_number"
        case integerOverflow = "integer_overflow"
        case badDuration = "bad_duration"
        case badPin = "bad_pin"
        case badRows = "bad_rows"
        case badKey = "bad_key"
        case badSelector = "bad_selector"
        case badRecord = "bad_record"
        // What should stand here.
        case missingExpression = "missing_expression"
        case missingName = "missing_name"
        case missingEquals = "missing_equals"
        case missingBlock = "missing_block"
        case missingCommand = "missing_command"
        case missingWord = "missing_word"
        case unexpectedToken = "unexpected_token"
        // Expressions.
        case bareword
        case operatorSpaces = "operator_spaces"
        case chainedComparison = "chained_comparison"
        case misplacedNot = "misplaced_not"
        case assignment
        case foreignOperator = "foreign_operator"
        // Commands and arguments.
        case touching
        case callParentheses = "call_parentheses"
        case badOption = "bad_option"
        case shortOption = "short_option"
        case redirection
        case commandChain = "command_chain"
        case lineContinuation = "line_continuation"
        case urlAsCommand = "url_as_command"
        case quotedCommand = "quoted_command"
        case leadingPipe = "leading_pipe"
        // Statements.
        case reservedWord = "reserved_word"
        case clauseAlone = "clause_alone"
        case tryAlone = "try_alone"
        case lateParameter = "late_parameter"
        case badParameter = "bad_parameter"
        case badType = "bad_type"
        // Habits from elsewhere.
        case recordNotBlock = "record_not_block"
        case numberedVariable = "numbered_variable"
        case dollarBracket = "dollar_bracket"
        case bareInterpolation = "bare_interpolation"
        case jsonInterpolation = "json_interpolation"
    }

    /// Which mistake.
    public var code: Code
    /// One sentence without a full stop.
    public var message: String
    /// What to type instead.
    public var hint: String?
    /// Where.
    public var place: Place
    /// Where the bracket or quote was opened, if it matters.
    public var related: [Diagnostic.Related] = []

    /// As a diagnostic of kind `syntax`, which ends a program that never ran with code 2.
    public var diagnostic: Diagnostic {
        var result = Diagnostic(.syntax, code: code.rawValue, message, at: place, hint: hint)
        result.related = related
        result.exitCodeOverride = ErrorKind.exitCodeBeforeRunning
        return result
    }
}
