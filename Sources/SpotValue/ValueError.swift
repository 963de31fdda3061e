public import SpotDiagnostics

/// What can go wrong with values: malformed input, an impossible comparison, a row that does not fit.
public struct ValueError: Error, Hashable, Sendable {
    /// A place in the input that was read.
    public struct Position: Hashable, Sendable {
        /// Offset of the byte, from 0.
        public var offset: Int
        /// Line, from 1; lines end at LF.
        public var line: Int
        /// Column, from 1, in Unicode scalars.
        public var column: Int

        /// Makes a position.
        public init(offset: Int, line: Int, column: Int) {
            self.offset = offset
            self.line = line
            self.column = column
        }
    }

    /// What `catch` matches.
    public var kind: ErrorKind
    /// A stable name for this very error (`json_syntax`).
    public var code: String
    /// One sentence without a full stop and without the place.
    public var message: String
    /// What would help.
    public var hint: String?
    /// Where in the input, for errors of reading.
    public var position: Position?

    /// Makes an error.
    public init(
        _ kind: ErrorKind, code: String, _ message: String, hint: String? = nil, position: Position? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.position = position
    }

    /// Offset of the byte that was not understood, from 0.
    public var offset: Int? { position?.offset }
    /// Its line, from 1.
    public var line: Int? { position?.line }
    /// Its column, from 1, in Unicode scalars.
    public var column: Int? { position?.column }
}

extension ValueError: DiagnosticConvertible {
    /// The facts; the place in the input becomes part of the message, since the input is no source text.
    public var diagnostic: Diagnostic {
        var text = message
        if let position { text += " (line \(position.line), column \(position.column))" }
        return Diagnostic(kind, code: code, text, hint: hint)
    }
}

extension ValueError.Position {
    /// The position of an offset in a text; the whole text up to there is looked at.
    static func of(_ offset: Int, in bytes: some Sequence<UInt8>) -> Self {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return Self(offset: offset, line: line, column: column)
    }
}
