import CEditline

/// Keys of which terminals send sequences, as the C1 control characters that no text holds: libedit looks those up in
/// one step in each of its maps, while a sequence that begins with ESC would leave vi's insert mode.
enum EditorKey: UInt32, CaseIterable {
    case up = 0x80
    case down, left, right, lineStart, lineEnd, delete, wordLeft, wordRight, deleteWord, backtab, newline, paste,
        loneEscape

    /// What follows ESC (xterm's control sequences; also rxvt's and the Linux console's).
    static let sequences: [String: EditorKey] = [
        "[A": .up, "OA": .up, "[B": .down, "OB": .down, "[C": .right, "OC": .right, "[D": .left, "OD": .left,
        "[H": .lineStart, "OH": .lineStart, "[1~": .lineStart, "[7~": .lineStart,
        "[F": .lineEnd, "OF": .lineEnd, "[4~": .lineEnd, "[8~": .lineEnd, "[3~": .delete,
        "[1;5D": .wordLeft, "[1;3D": .wordLeft, "[1;9D": .wordLeft, "[5D": .wordLeft, "Od": .wordLeft,
        "[1;5C": .wordRight, "[1;3C": .wordRight, "[1;9C": .wordRight, "[5C": .wordRight, "Oc": .wordRight,
        "[3;5~": .deleteWord, "[3;3~": .deleteWord, "[Z": .backtab, "\r": .newline, "\n": .newline,
        "[200~": .paste,
    ]
}

/// Where keys come from.
protocol ByteSource: AnyObject {
    /// The next byte; `quiet` when none came for so many milliseconds (-1 waits without end).
    func byte(within milliseconds: Int32) -> ByteEvent

    /// Whether more than one byte may be taken at once: in a paste only, since what is typed ahead belongs to the
    /// programs that run next.
    var readsAhead: Bool { get set }
}

enum ByteEvent: Equatable {
    case byte(UInt8)
    case quiet
    case end
}

/// Turns bytes into the characters that libedit looks up or inserts.
final class KeyReader {
    /// The text of the last `paste` key.
    private(set) var pasted = ""
    /// Sequences, without ESC, that the user's file binds: they pass as they are.
    var passedThrough: Set<String> = []
    /// Whether ESC by itself is a key of its own: in vi's map it is libedit's, elsewhere it would wait for the next key.
    var hasLoneEscape = false

    private var waiting: ArraySlice<UInt32> = []
    private let escape: UInt32 = 0x1B
    /// How long the bytes of one key may be apart; a person cannot type so fast, a slow line can be slower.
    private let keyDelay: Int32 = 50
    /// ESC and a letter typed one after the other are that letter with Alt.
    private let escapeDelay: Int32 = 250
    /// A terminal that never ends its paste must not hold the keyboard.
    private let pasteDelay: Int32 = 1_000
    private let longestPaste = 16 << 20

    /// Whether a key can be given without reading.
    var hasWaiting: Bool { !waiting.isEmpty }

    /// Gives a text as if it had been pasted.
    func give(pasted text: String) { pasted = text }

    /// The next character, or nil at the end of the input.
    func next(from source: some ByteSource) -> UInt32? {
        while true {
            if let scalar = waiting.popFirst() { return scalar }
            guard case .byte(let first) = source.byte(within: -1) else { return nil }
            if first == 0x1B {
                if let key = sequence(from: source) { return key }
            } else if first < 0x80 {
                return UInt32(first)
            } else if let scalar = scalar(first, from: source), scalar.value >= 0xA0 {
                if spot_columns(scalar.value) > 0 { return scalar.value }
                // libedit's quick way of drawing a typed character counts one column for those that take none.
                pasted = String(scalar)
                return EditorKey.paste.rawValue
            }
        }
    }

    /// What follows ESC; nil where a sequence without meaning was skipped.
    private func sequence(from source: some ByteSource) -> UInt32? {
        guard case .byte(let second) = source.byte(within: hasLoneEscape ? escapeDelay : keyDelay) else {
            return hasLoneEscape ? EditorKey.loneEscape.rawValue : escape
        }
        var bytes = [second]
        switch second {
        case 0x5B:
            // ECMA-48, 5.4: parameter and intermediate bytes up to a final byte.
            while case .byte(let next) = source.byte(within: keyDelay) {
                bytes.append(next)
                if (0x40...0x7E).contains(next) || bytes.count > 32 { break }
            }
        case 0x4F:
            if case .byte(let next) = source.byte(within: keyDelay) { bytes.append(next) }
        case 0x1B:
            // rxvt's Alt and an arrow: the first ESC alone, then the arrow.
            waiting = sequence(from: source).map { [$0] } ?? []
            return escape
        default:
            break
        }
        let name = String(decoding: bytes, as: UTF8.self)
        if !passedThrough.contains(name) {
            if let key = EditorKey.sequences[name] {
                if key == .paste { pasted = paste(from: source) }
                return key.rawValue
            }
            if bytes.count > 2 || second == 0x4F && bytes.count > 1 { return nil }
        }
        waiting = ArraySlice(name.unicodeScalars.map(\.value))
        return escape
    }

    /// One scalar of UTF-8 (RFC 3629, section 4); nil where the bytes are none.
    private func scalar(_ first: UInt8, from source: some ByteSource) -> Unicode.Scalar? {
        let count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(first) else { return nil }
        var bytes = [first]
        while bytes.count < count, case .byte(let next) = source.byte(within: keyDelay) {
            guard next & 0xC0 == 0x80 else { return nil }
            bytes.append(next)
        }
        return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
    }

    /// The text up to ESC [ 201 ~, with its line ends as LF and without other control characters.
    private func paste(from source: some ByteSource) -> String {
        source.readsAhead = true
        defer { source.readsAhead = false }
        let end = Array("\u{1B}[201~".utf8)
        var bytes: [UInt8] = []
        while case .byte(let next) = source.byte(within: pasteDelay) {
            bytes.append(next)
            if next == 0x7E, bytes.suffix(end.count).elementsEqual(end) {
                bytes.removeLast(end.count)
                break
            }
            if bytes.count > longestPaste { break }
        }
        return Self.cleaned(String(decoding: bytes, as: UTF8.self))
    }

    /// Terminals send a line end as CR; a last one would only leave an empty line.
    static func cleaned(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\r": scalars.append("\n")
            case "\n": if previous != "\r" { scalars.append(scalar) }
            case "\t": scalars.append(scalar)
            default:
                if scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value) { scalars.append(scalar) }
            }
            previous = scalar
        }
        while scalars.last == "\n" { scalars.removeLast() }
        return String(scalars)
    }
}
