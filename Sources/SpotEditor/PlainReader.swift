/// Reads statements from a pipe or from a terminal that cannot be edited on.
public struct PlainReader {
    /// Reads standard input.
    public init() {}

    /// Reads one statement; the prompt is printed only on a terminal.
    public mutating func readLine(prompt: String, delegate: any EditorDelegate) -> ReadOutcome { .endOfInput }
}
