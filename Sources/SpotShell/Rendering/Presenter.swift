import SpotDiagnostics
import SpotInterpreter
import SpotSystem
import SpotValue

/// Shows values: the end of every pipeline that nothing else consumes.
struct Presenter {
    /// Where data goes.
    var output: any TextSink
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
    /// The name behind a URI, where it is known without a request.
    var nameOf: @Sendable (String) -> String? = { _ in nil }
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
        case .json: write(json(value, pretty: isTerminal) + "\n")
        case .ndjson: write(json(value) + "\n")
        case .csv, .tsv, .markdown: try writeRows([value])
        case .table:
            if let record = value.recordValue {
                write { renderer.vertical(record, to: &$0) }
            } else {
                write(Self.plain(value) + "\n")
            }
        }
    }

    private func showMany(_ stream: ValueStream, keeps: Bool) throws -> Shown {
        switch format {
        case .table: return try showTable(stream, keeps: keeps)
        case .json: return try showJSON(stream, keeps: keeps)
        case .ndjson: return try each(stream, keeps: keeps) { value, _ in write(json(value) + "\n") }
        case .csv, .tsv, .markdown:
            // All of them, since the columns are those of every row; those before an error are shown all the same.
            var values: [Value] = []
            do { while let value = try stream.next() { values.append(value) } } catch {
                try writeRows(values)
                throw error
            }
            try writeRows(values)
            return Shown(values: values, isMany: true, rest: nil)
        }
    }

    /// One JSON array, an item a line, whatever the number of pages; nothing where an error comes before any item.
    private func showJSON(_ stream: ValueStream, keeps: Bool) throws -> Shown {
        var hasBegun = false
        let shown = try each(stream, keeps: keeps) { value, _ in
            write((hasBegun ? ",\n" : "[\n") + json(value))
            hasBegun = true
        } onFailure: {
            if hasBegun { write("\n]\n") }
        }
        write(hasBegun ? "\n]\n" : "[\n]\n")
        return shown
    }

    /// A table: its columns come from the first rows, further rows follow as they arrive.
    private func showTable(_ stream: ValueStream, keeps: Bool) throws -> Shown {
        var sample: [Value] = []
        var failure: (any Error)?
        stream.demand(rowLimit.map { .some($0) } ?? .all)
        do {
            // Where nobody waits at a screen, all rows decide the widths: nothing is cut.
            let enough = isTerminal ? min(Self.sampleSize, rowLimit ?? .max) : .max
            while sample.count < enough, let value = try stream.next() {
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
        let mayGrow = shown == Self.sampleSize && count != shown && rowLimit != shown
        let layout = TableLayout(for: sample, count: count, width: width, mayGrow: mayGrow)
        let renderer = renderer
        func append(_ value: Value, _ index: Int, _ out: inout [UInt8]) {
            if let layout {
                renderer.row(value, number: index + 1, layout, to: &out)
            } else {
                renderer.numbered(value, number: index + 1, to: &out)
            }
        }
        write { out in
            if let layout { renderer.header(layout, to: &out) }
            for (index, value) in sample.enumerated() { append(value, index, &out) }
        }
        if let failure { throw failure }
        let rest = try each(stream, keeps: keeps, after: shown, limit: rowLimit) { value, index in
            write { append(value, index, &$0) }
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
        stream.demand(limit.map { .some($0 - after) } ?? .all)
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
        let rows = try TextFormat.encode(text == .markdown ? Self.asTable(values) : values, as: text)
        write(isTerminal ? DisplayText.harmlessLines(rows) : rows)
    }

    /// Spotify's objects as the table shows them, for who reads markdown; all else as it is.
    private static func asTable(_ values: [Value]) -> [Value] {
        let (columns, isOwn) = ColumnChoice.columns(for: values)
        if isOwn { return values }
        return values.map { row in .record(Record(columns.map { ($0.title, .string($0.cell(row).text)) })) }
    }

    /// Exact JSON; on a terminal what could move the cursor is escaped, which means the same.
    private func json(_ value: Value, pretty: Bool = false) -> String {
        let text = JSON.write(value, pretty: pretty)
        return isTerminal ? DisplayText.harmlessJSON(text) : text
    }

    /// A plain value as a person writes it: text as it is, made harmless.
    private static func plain(_ value: Value) -> String {
        guard let text = value.stringValue else { return Cell(value, field: "").text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { DisplayText.harmless(String($0)) }
            .joined(separator: "\n")
    }

    private var renderer: TableRenderer { TableRenderer(width: width, color: color, nameOf: nameOf) }

    private func write(_ text: String) {
        write { $0.append(contentsOf: text.utf8) }
    }

    private func write(_ body: (inout [UInt8]) -> Void) {
        willWrite()
        var bytes: [UInt8] = []
        body(&bytes)
        output.write(bytes: bytes)
    }
}
