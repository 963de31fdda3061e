import SpotDiagnostics
import SpotValue

/// The values of a text of lines (`ndjson`, `lines`, `csv`, `tsv`), read piece by piece as they are asked for.
final class LineStream: ValueStream {
    /// Pieces that the disk is good at, and that hold some thousand records.
    static let pieceSize = 1 << 18

    /// Who makes values of the pieces.
    private enum Reader {
        case json(JSONLineReader)
        case rows(DelimitedReader)
        case text(TextLineReader)
    }

    private var reader: Reader
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
        reader =
            switch format {
            case .ndjson: .json(JSONLineReader())
            case .csv: .rows(DelimitedReader(separator: 0x2C))
            case .tsv: .rows(DelimitedReader(separator: 0x09))
            default: .text(TextLineReader())
            }
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
        let isEnd = bytes.isEmpty
        // Taken out while it works, so that it is not copied.
        switch exchange(&reader, with: .text(TextLineReader())) {
        case .json(var json):
            defer { reader = .json(json) }
            return try isEnd ? json.finish() : json.feed(bytes)
        case .rows(var rows):
            defer { reader = .rows(rows) }
            return try isEnd ? rows.finish() : rows.feed(bytes)
        case .text(var text):
            defer { reader = .text(text) }
            return try isEnd ? text.finish() : text.feed(bytes)
        }
    }
}
