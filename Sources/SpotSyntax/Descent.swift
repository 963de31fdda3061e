import SpotDiagnostics

/// Marks a statement that cannot be read; what is wrong has been noted.
struct Broken: Error {}

/// The recursive descent: a position in a text, the open brackets, and the mistakes so far.
///
/// It reads bytes directly, without a token list: what a byte means depends on whether a word or an operator may stand
/// there (rule 1), which only the grammar knows.
struct Descent {
    /// What the innermost bracket and the statement around it decide.
    struct Context {
        /// A line end is white space: in `( [` and records.
        var lineEndIsSpace = false
        /// Elements stand side by side: `[1 -1]` has two.
        var isList = false
        /// A `{` after the expression is a block.
        var blockFollows = false
        /// Inside a record with quoted keys, that is, JSON: `$name` in a string is an error.
        var isJSON = false
        /// Inside `"${ … }"`, where no line end may stand.
        var isInString = false
    }

    /// An open bracket, with what to go back to when it closes.
    struct Opening {
        var closer: UInt8
        var span: Span
        var context: Context
        var tallest: Int
    }

    let source: SourceText
    /// The text with a NUL after it, so that looking one byte ahead needs no check.
    let bytes: [UInt8]
    /// Offset of the end of the text.
    let end: Int
    let mode: ParseMode
    /// What hints may name.
    let names: KnownNames
    var position = 0
    var context = Context()
    var openings: [Opening] = []
    /// The bracket or quote that the end of the text leaves open was reported.
    var hasUnclosed = false
    /// No further text can mend it: a bracket closed that was not open, too deep a nesting.
    var isHopeless = false
    var errors: [SyntaxError] = []
    /// Offset after the token in which the first error lies.
    var firstErrorReach: Int?
    /// Levels of the expression read last, and the most levels since the innermost bracket.
    var height = 0
    var tallest = 0

    /// How high a tree may grow through chains of operators and selectors, brackets included.
    static let heightLimit = 2_000
    /// More errors than anyone reads; the rest of the text is skipped.
    static let errorLimit = 100

    /// A hint is read at a glance.
    static let hintLimit = 400

    init(source: SourceText, mode: ParseMode, names: KnownNames) {
        self.source = source
        self.mode = mode
        self.names = names
        end = source.bytes.count
        bytes = source.bytes + [0]
    }

    /// The byte at the position; 0 at the end.
    var byte: UInt8 { bytes[position] }
    /// The byte after it; 0 beyond the end.
    var next: UInt8 { position < end ? bytes[position + 1] : 0 }
    var isAtEnd: Bool { position >= end }

    // "an open bracket or quote, or the first error lies in the token that touches the end of the input"
    var isIncomplete: Bool {
        guard let reach = firstErrorReach, !isHopeless else { return false }
        return hasUnclosed || reach >= end
    }

    // MARK: White space

    /// Skips white space and comments; line ends too where the innermost bracket says so.
    mutating func skipSpace() {
        skip(lines: context.lineEndIsSpace)
    }

    /// Skips white space, comments and line ends: where something must follow.
    mutating func skipLines() {
        skip(lines: true)
    }

    private mutating func skip(lines: Bool) {
        let lines = lines && !context.isInString
        while true {
            let byte = bytes[position]
            if byte == Byte.space || byte.isBlank || (byte == Byte.lineFeed && lines) {
                position += 1
            } else if byte == Byte.hash {
                skipComment()
            } else if byte >= 0xC2, bytes.wideSpaceLength(at: position) > 0 {
                position += bytes.wideSpaceLength(at: position)
            } else {
                return
            }
        }
    }

    /// Moves to the end of the line.
    mutating func skipComment() {
        while position < end, bytes[position] != Byte.lineFeed { position += 1 }
    }

    /// Whether white space, or the end, stands at an offset.
    func isSpace(at offset: Int) -> Bool {
        guard offset < end else { return true }
        let byte = bytes[offset]
        return byte.isBlank || byte == Byte.lineFeed || bytes.wideSpaceLength(at: offset) > 0
    }

    // MARK: Words

    /// The word at the position, which stays.
    func peekWord() -> String {
        bytes.string(position, bytes.wordEnd(from: position))
    }

    /// Whether exactly this word stands at the position.
    func isAtWord(_ word: String) -> Bool {
        guard bytes.has(word, at: position) else { return false }
        let after = position + word.utf8.count
        return after == end || bytes[after].endsWord || bytes.wideSpaceLength(at: after) > 0
    }

    /// Offset after the token at an offset, as far as it can be told.
    func tokenEnd(at offset: Int) -> Int {
        guard offset < end else { return end }
        if bytes[offset] == Byte.dollar { return max(offset + 1, bytes.nameEnd(from: offset + 1)) }
        return max(offset + 1, bytes.wordEnd(from: offset))
    }

    /// The token at the position as a message shows it.
    func describeToken() -> String {
        if isAtEnd { return "the end" }
        if byte == Byte.lineFeed { return "the line end" }
        var upper = tokenEnd(at: position)
        while upper < end, bytes[upper] & 0xC0 == 0x80 { upper += 1 }
        let text = bytes.string(position, upper)
        return text.count > 30 ? "`\(text.prefix(29))…`" : "`\(text)`"
    }

    /// The span of the token at the position.
    func tokenSpan() -> Span {
        if isAtEnd || byte == Byte.lineFeed { return Span(position, position) }
        return Span(position, tokenEnd(at: position))
    }

    // MARK: Errors

    /// Notes a mistake; throw what it returns to give the statement up.
    ///
    /// `reach` is the offset after the token in which it lies, where that is not the span or the token at the position.
    @discardableResult
    mutating func report(
        _ code: SyntaxError.Code, _ message: String, at span: Span? = nil, hint: String? = nil, reach: Int? = nil,
        opened: Span? = nil
    ) -> Broken {
        let span = span ?? tokenSpan()
        // What is copied from the text may be as long as that.
        let hint = hint.flatMap { $0.utf8.count <= Self.hintLimit ? $0 : nil }
        if firstErrorReach == nil { firstErrorReach = reach ?? max(span.upper, tokenEnd(at: position)) }
        var error = SyntaxError(code: code, message: message, hint: hint, place: Place(source, span))
        if let opened { error.related = [Diagnostic.Related("opened here", Place(source, opened))] }
        errors.append(error)
        if errors.count >= Self.errorLimit {
            giveUp()
        }
        return Broken()
    }

    // MARK: Brackets

    /// Opens a bracket of `length` bytes at the position.
    mutating func open(closer: UInt8, length: Int = 1, _ change: (inout Context) -> Void) throws(Broken) {
        let span = Span(position, position + length)
        guard openings.count < Parser.nestingLimit else {
            let failure = report(
                .nestingTooDeep, "brackets and blocks are nested more than \(Parser.nestingLimit) deep", at: span,
                hint: "name the inner part with let, or make it a def")
            giveUp()
            throw failure
        }
        openings.append(Opening(closer: closer, span: span, context: context, tallest: tallest))
        tallest = 0
        change(&context)
        position += length
    }

    /// Closes the innermost bracket, and returns the offset after it.
    @discardableResult
    mutating func close() throws(Broken) -> Int {
        skipSpace()
        guard let opening = openings.last else { return position }
        guard byte == opening.closer, !isAtEnd else { throw notClosed(opening) }
        position += 1
        leave(opening)
        return position
    }

    /// Goes back to what held before a bracket.
    private mutating func leave(_ opening: Opening) {
        openings.removeLast()
        context = opening.context
        height = tallest + 1
        tallest = max(opening.tallest, height)
    }

    /// Forgets brackets that a broken statement left open.
    mutating func abandonOpenings(above count: Int) {
        guard openings.count > count else { return }
        context = openings[count].context
        tallest = openings[count].tallest
        openings.removeLast(openings.count - count)
    }

    /// Says that the innermost bracket is not closed where it should be.
    mutating func notClosed(_ opening: Opening) -> Broken {
        let name = "`\(source.text(in: opening.span))`"
        let closer = "`\(Character(Unicode.Scalar(opening.closer)))`"
        if isAtEnd { return unclosed(opening.span, .unclosedBracket, "\(name) is not closed", hint: "add \(closer)") }
        switch byte {
        case Byte.lineFeed where context.isInString: return unclosedQuote(opening.span)
        case Byte.closeParen, Byte.closeBracket, Byte.closeBrace:
            isHopeless = isHopeless || errors.isEmpty
            return report(
                .mismatchedBracket, "\(describeCloser()) stands where \(closer) should close \(name)",
                at: Span(position, position + 1), hint: "add \(closer) before it", opened: opening.span)
        default: return unexpected(wanted: closer)
        }
    }

    /// Says, once, that the text ends inside a bracket or quote.
    mutating func unclosed(
        _ opened: Span, _ code: SyntaxError.Code, _ message: String, hint: String? = nil
    ) -> Broken {
        guard !hasUnclosed else { return Broken() }
        let failure = report(code, message, at: Span(position, position), hint: hint, opened: opened)
        hasUnclosed = true
        return failure
    }

    /// Stops reading the text.
    mutating func giveUp() {
        isHopeless = true
        // The brackets that are open now are no mistakes.
        hasUnclosed = true
        position = end
    }

    func describeCloser() -> String { "`\(Character(Unicode.Scalar(byte)))`" }

    // MARK: Levels

    /// Notes that the expression just read stands one level above its tallest part.
    mutating func grow(over part: Int = 0) throws(Broken) {
        height = max(height, part) + 1
        guard height > Self.heightLimit else { return }
        let failure = report(
            .nestingTooDeep, "an expression has more than \(Self.heightLimit) operators or selectors in a chain",
            at: Span(position, position), hint: "split it with let")
        giveUp()
        throw failure
    }
}
