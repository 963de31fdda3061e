import Glibc

/// Reads statements from a pipe or from a terminal that cannot be edited on.
public struct PlainReader {
    private var buffer: ArraySlice<UInt8> = []
    private var isAtEnd = false

    /// Reads standard input.
    public init() {}

    /// Reads one statement; the prompt is printed only on a terminal.
    public mutating func readLine(prompt: String, delegate: any EditorDelegate) -> ReadOutcome {
        var statement = ""
        var next = prompt
        while true {
            if isatty(STDIN_FILENO) == 1 { writeAll(next) }
            switch line() {
            case .line(let line): statement += line
            case .interrupted: return .interrupted
            // What is there is a statement, complete or not: the parser says what it lacks.
            case .endOfInput: return statement.isEmpty ? .endOfInput : .line(statement)
            }
            guard delegate.needsContinuation(statement) else { return .line(statement) }
            statement += "\n"
            next = delegate.continuationPrompt
        }
    }

    /// One line without its end.
    private mutating func line() -> ReadOutcome {
        var bytes: [UInt8] = []
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                bytes += buffer[..<end]
                buffer = buffer[(end + 1)...]
                return .line(Self.text(bytes))
            }
            bytes += buffer
            buffer = []
            if isAtEnd { return bytes.isEmpty ? .endOfInput : .line(Self.text(bytes)) }
            var chunk = [UInt8](repeating: 0, count: 16 << 10)
            let count = unsafe read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 {
                buffer = chunk[..<count]
            } else if count < 0, errno == EINTR {
                return .interrupted
            } else {
                isAtEnd = true
            }
        }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.last == 0x0D ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
