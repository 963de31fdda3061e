import SpotDiagnostics
import SpotValue

/// The values of a text of lines (`ndjson`, `lines`), read piece by piece as they are asked for.
final class LineStream: ValueStream {
    /// Pieces that the disk is good at, and that hold some thousand records.
    static let pieceSize = 1 << 18

    private let isJSON: Bool
    private var json = JSONLineReader()
    private var text = TextLineReader()
    private let nextPiece: () throws -> [UInt8]
    private let failure: (ValueError) -> Diagnostic
    private var values: [Value] = []
    private var index = 0
    private var isOver = false

    /// - Parameters:
    ///   - nextPiece: The next bytes; none at the end.
    ///   - failure: An error of reading as it is shown.
    init(
        _ format: TextFormat, _ nextPiece: @escaping () throws -> [UInt8],
        failure: @escaping (ValueError) -> Diagnostic
    ) {
        isJSON = format == .ndjson
        self.nextPiece = nextPiece
        self.failure = failure
        super.init()
    }

    override func next() throws -> Value? {
        while index == values.count {
            guard !isOver else { return nil }
            let bytes = try nextPiece()
            isOver = bytes.isEmpty
            index = 0
            do { values = try read(bytes) } catch {
                isOver = true
                values = []
                throw failure(error)
            }
        }
        defer { index += 1 }
        return values[index]
    }

    /// The values of a piece; an empty one is the end.
    private func read(_ bytes: [UInt8]) throws(ValueError) -> [Value] {
        if isJSON { return try bytes.isEmpty ? json.finish() : json.feed(bytes) }
        return try bytes.isEmpty ? text.finish() : text.feed(bytes)
    }
}
