/// A range of UTF-8 offsets in one source text, half-open.
public struct Span: Hashable, Sendable {
    /// Offset of the first byte.
    public var lower: Int
    /// Offset after the last byte.
    public var upper: Int

    /// Makes the span `lower ..< upper`.
    public init(_ lower: Int, _ upper: Int) {
        self.lower = lower
        self.upper = upper
    }

    /// The smallest span that holds both.
    public func union(_ other: Span) -> Span {
        Span(min(lower, other.lower), max(upper, other.upper))
    }
}

/// A place as a person counts it: both numbers begin at 1, columns count characters.
public struct SourcePosition: Hashable, Sendable {
    /// Line, from 1.
    public var line: Int
    /// Column, from 1, in characters (grapheme clusters).
    public var column: Int
}

/// A text with a name and its line starts; what spans point into.
///
/// A class, because every diagnostic, node and frame refers to it and none copies it.
public final class SourceText: Sendable {
    /// What an error calls it: a path as the user typed it, `-c`, `<stdin>`, `<prompt>`.
    public let name: String
    /// The text as UTF-8, without a byte-order mark.
    public let bytes: [UInt8]
    /// Offset of each line's first byte; a line ends at LF or CRLF.
    private let lineStarts: [Int]

    /// Takes a text; a leading byte-order mark is dropped.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        var starts = [0]
        for (offset, byte) in self.bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
        lineStarts = starts
    }

    /// Takes a text.
    public convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// How many lines there are; an empty text has one.
    public var lineCount: Int { lineStarts.count }

    /// The text of a span; offsets outside the text are cut.
    public func text(in span: Span) -> String {
        let lower = min(max(span.lower, 0), bytes.count)
        let upper = min(max(span.upper, lower), bytes.count)
        return String(decoding: bytes[lower..<upper], as: UTF8.self)
    }

    /// Where an offset is.
    public func position(at offset: Int) -> SourcePosition {
        let line = lineIndex(at: offset)
        let column = text(in: Span(lineStarts[line], offset)).count + 1
        return SourcePosition(line: line + 1, column: column)
    }

    /// The text of a line (from 1) without its end, or "" outside the text.
    public func line(_ number: Int) -> String {
        guard number >= 1, number <= lineStarts.count else { return "" }
        return text(in: lineSpan(number))
    }

    /// The span of a line (from 1) without its end.
    public func lineSpan(_ number: Int) -> Span {
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return Span(start, end)
    }

    /// Index (from 0) of the line that holds an offset.
    private func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}

/// A span in a text: what a caret is drawn under.
public struct Place: Sendable {
    /// The text.
    public var source: SourceText
    /// The part of it.
    public var span: Span

    /// Makes a place.
    public init(_ source: SourceText, _ span: Span) {
        self.source = source
        self.span = span
    }
}
