import SpotDiagnostics
import SpotInterpreter
import SpotSystem
import SpotValue

/// Shows values: the end of every pipeline that nothing else consumes.
struct Presenter {
    /// Where data goes.
    var output: StreamWriter
    /// The format; `table` on a terminal and `json` elsewhere, unless `--output` says otherwise.
    var format: OutputFormat
    /// Columns of the terminal, or nil where lines may be of any length.
    var width: Int?
    /// Whether to use colours.
    var color: Bool
    /// Whether a person reads it: single JSON values are then indented.
    var isTerminal: Bool
    /// How many rows of a stream are shown at the prompt; nil shows all.
    var rowLimit: Int?
    /// Called before something is written: a line of progress goes away.
    var willWrite: () -> Void = {}

    /// What was shown.
    struct Shown {
        /// The values, as far as they were read.
        var values: [Value]
        /// Whether they came as a list or a stream rather than as one value.
        var isMany: Bool
        /// What was not read yet of a stream that was cut at the row limit.
        var rest: ValueStream?
    }

    /// Rows that are read before the columns of a table are chosen.
    private static let sampleSize = 100

    /// Shows a result; nil for one that is nothing.
    ///
    /// Values that are shown are kept only where `keeps` asks for it, so that a long stream needs no memory.
    func show(_ result: CommandResult, keeps: Bool) throws -> Shown? {
        switch result {
        case .none: return nil
        case .one(let value):
            if let list = value.listValue, format != .json {
                _ = try showMany(ValueStream(Array(list)), keeps: false)
            } else {
                try showOne(value)
            }
            return Shown(values: [value], isMany: false, rest: nil)
        case .many(let stream):
            return try showMany(stream, keeps: keeps)
        }
    }

    private func showOne(_ value: Value) throws {
        switch format {
        case .json: write(JSON.write(value, pretty: isTerminal) + "\n")
        case .ndjson: write(JSON.write(value) + "\n")
        case .csv, .tsv, .markdown: try writeRows([value])
        case .table:
            if let record = value.recordValue {
                for line in renderer.vertical(record) { write(line + "\n") }
            } else {
                write(Self.plain(value) + "\n")
            }
        }
    }

    private func showMany(_ stream: ValueStream, keeps: Bool) throws -> Shown {
        switch format {
        case .table: return try showTable(stream, keeps: keeps)
        case .json: return try showJSON(stream, keeps: keeps)
        case .ndjson: return try each(stream, keeps: keeps) { value, _ in write(JSON.write(value) + "\n") }
        case .csv, .tsv, .markdown:
            let values = try stream.collect()
            try writeRows(values)
            return Shown(values: values, isMany: true, rest: nil)
        }
    }

    /// One JSON array, an item a line, whatever the number of pages.
    private func showJSON(_ stream: ValueStream, keeps: Bool) throws -> Shown {
        write("[")
        let shown = try each(stream, keeps: keeps) { value, index in
            write((index == 0 ? "\n" : ",\n") + JSON.write(value))
        } onFailure: {
            write("\n]\n")
        }
        write("\n]\n")
        return shown
    }

    /// A table: its columns come from the first rows, further rows follow as they arrive.
    private func showTable(_ stream: ValueStream, keeps: Bool) throws -> Shown {
        var sample: [Value] = []
        var failure: (any Error)?
        do {
            while sample.count < min(Self.sampleSize, rowLimit ?? .max), let value = try stream.next() {
                sample.append(value)
            }
        } catch {
            failure = error
        }
        let shown = sample.count
        // Rows that came before an error are shown all the same: nothing is lost.
        guard sample.contains(where: { $0.kind == .record || $0.kind == .list }) else {
            for value in sample { write(Self.plain(value) + "\n") }
            if let failure { throw failure }
            let rest = try each(stream, keeps: keeps, after: shown, limit: rowLimit) { value, _ in
                write(Self.plain(value) + "\n")
            }
            return Shown(values: sample + rest.values, isMany: true, rest: rest.rest)
        }
        let count = max(shown, min(stream.knownCount() ?? 0, rowLimit ?? .max))
        let layout = renderer.layout(for: sample, count: count)
        write(renderer.header(layout) + "\n")
        for (index, value) in sample.enumerated() { write(renderer.row(value, number: index + 1, layout) + "\n") }
        if let failure { throw failure }
        let rest = try each(stream, keeps: keeps, after: shown, limit: rowLimit) { value, index in
            write(renderer.row(value, number: index + 1, layout) + "\n")
        }
        return Shown(values: sample + rest.values, isMany: true, rest: rest.rest)
    }

    /// Shows what follows on `after` values that were shown already, up to `limit` in all.
    private func each(
        _ stream: ValueStream, keeps: Bool, after: Int = 0, limit: Int? = nil, _ body: (Value, Int) throws -> Void,
        onFailure: () -> Void = {}
    ) throws -> Shown {
        var values: [Value] = []
        var index = after
        do {
            while !output.isClosed, index != limit, let value = try stream.next() {
                try body(value, index)
                index += 1
                if keeps { values.append(value) }
            }
        } catch {
            onFailure()
            throw error
        }
        // Where the count is not known there may be more: finding out could cost many pages.
        let isCut = index == limit && stream.knownCount() != index
        return Shown(values: values, isMany: true, rest: isCut ? stream : nil)
    }

    private func writeRows(_ values: [Value]) throws {
        let text: TextFormat =
            switch format {
            case .csv: .csv
            case .tsv: .tsv
            default: .markdown
            }
        write(try TextFormat.encode(values, as: text))
    }

    /// A plain value as a person writes it: text as it is, made harmless.
    private static func plain(_ value: Value) -> String {
        guard let text = value.stringValue else { return Cell(value, field: "").text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayText.harmless(String($0)) }
            .joined(separator: "\n")
    }

    private var renderer: TableRenderer { TableRenderer(width: width, color: color) }

    private func write(_ text: String) {
        willWrite()
        output.write(text)
    }
}
