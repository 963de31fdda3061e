import SpotDiagnostics
import SpotSystem
import SpotValue

/// `open` and `save`.
extension ValueCommands {
    static let files: [Command] = [open, save]

    private static let open = Command(openRow) { invocation in
        let path = invocation["path"]?.stringValue ?? ""
        let format = try format(invocation, path: path)
        guard format.isReadable else {
            throw Diagnostic(
                .usage, code: "bad_format", "\(format.rawValue) cannot be read", at: invocation.place(of: "path"),
                hint: "--format json|ndjson|csv|tsv|lines")
        }
        guard format == .json else { return .many(try openLines(invocation, path, format)) }
        if path != "-" { return try openDocument(invocation, path) }
        let bytes: [UInt8]
        do { bytes = try invocation.host.readInput() } catch let error as Diagnostic {
            throw error.at(invocation.place(of: "path"))
        }
        let value: Value
        do throws(ValueError) { value = try TextFormat.read(bytes, as: .json) } catch {
            throw misread(error, invocation, path)
        }
        return value.listValue.map { .many(ListStream($0)) } ?? .one(value)
    }

    /// A JSON file, parsed where it was read to.
    private static func openDocument(_ invocation: Invocation, _ path: String) throws -> CommandResult {
        let read: (value: Value, size: Int)
        do {
            read = try attentively(invocation, path) {
                let bytes = try FileBytes(path)
                // Values take two to three times the room of their text.
                AllocatorSteps.makeReady(2 * bytes.count)
                return (try bytes.withBytes { span throws(ValueError) in try JSON.parse(span) }, bytes.count)
            }
        } catch let error as SystemError {
            throw Files.failure(error, path).at(invocation.place(of: "path"))
        } catch let error as ValueError { throw misread(error, invocation, path) }
        guard let list = read.value.listValue else { return .one(read.value) }
        return .many(read.size < LargeListStream.fileSize ? ListStream(list) : LargeListStream(list))
    }

    /// What is read in a few milliseconds; more, or what may have to wait, could not be interrupted.
    private static let quickSize = 1 << 20

    /// Reads something, so that Ctrl-C ends the wait for it.
    private static func attentively<Success: Sendable>(
        _ invocation: Invocation, _ path: String, _ read: @escaping @Sendable () throws -> Success
    ) throws -> Success {
        if FileReading.isOrdinary(path, atMost: quickSize) { return try read() }
        return try runAside(invocation.host.interruption, read)
    }

    /// A file of lines is read as its values are asked for.
    private static func openLines(
        _ invocation: Invocation, _ path: String, _ format: TextFormat
    ) throws -> ValueStream {
        let place = invocation.place(of: "path")
        let size = LineStream.pieceSize
        let host = invocation.host
        guard path != "-" else {
            return LineStream(format, { try host.readInput(atMost: size) }) { misread($0, invocation, path) }
        }
        let isOrdinary = FileReading.isOrdinary(path, atMost: .max)
        do {
            let pieces = try isOrdinary ? FilePieces(path) : runAside(host.interruption) { try FilePieces(path) }
            let next = { () throws -> [UInt8] in
                if host.interruption.isRaised { throw Failure.interrupted }
                do {
                    // A pipe has the next piece when its other side writes it.
                    if isOrdinary { return try pieces.next(atMost: size) }
                    return try runAside(host.interruption) { try pieces.next(atMost: size) }
                } catch let error as SystemError { throw Files.failure(error, path).at(place) }
            }
            return LineStream(format, next) { misread($0, invocation, path) }
        } catch let error as SystemError { throw Files.failure(error, path).at(place) }
    }

    private static func misread(_ error: ValueError, _ invocation: Invocation, _ path: String) -> Diagnostic {
        var diagnostic = error.diagnostic.at(invocation.place(of: "path"))
        diagnostic.message = "\(path == "-" ? "standard input" : path): \(diagnostic.message)"
        return diagnostic
    }

    private static var openRow: CommandDescription {
        CommandDescription(
            "open", "Values of a file, by its extension", area: "values", yields: .many,
            parameters: [
                Parameter("path", .positional, .path, "the file; - is standard input", required: true, input: true),
                Parameter(
                    "format", .option, .enumeration(["json", "ndjson", "csv", "tsv", "lines"]),
                    "instead of the extension's"),
            ],
            examples: [.init("open tracks.csv | where .title != \"\"", "rows of a file")])
    }

    private static let save = Command(saveRow) { invocation in
        let path = invocation["path"]?.stringValue ?? ""
        let format = try format(invocation, path: path)
        let makesFolders = invocation.flag("mkdir")
        if path == "-" {
            try show(invocation, format)
            return .none
        }
        do {
            if makesFolders { try Files.makeFolders(for: path) }
            if invocation.flag("append") {
                try append(invocation, path, format)
            } else {
                try replace(invocation, path, format)
            }
        } catch let error as Diagnostic { throw error.at(invocation.place(of: "path")) }
        return .none
    }

    private static var saveRow: CommandDescription {
        CommandDescription(
            "save", "Writes values to a file, by its extension; replaces it in one step", area: "values",
            parameters: [
                Parameter("path", .positional, .path, "the file; - is standard output", required: true),
                Parameter("values", .positional, .any, "what to write", required: true, input: true),
                Parameter(
                    "format", .option, .enumeration(TextFormat.allCases.map(\.rawValue)), "instead of the extension's"),
                Parameter("append", .flag, .bool, "add to the end (ndjson, csv, tsv, lines)"),
                Parameter("mkdir", .flag, .bool, "make the folders that are missing"),
            ],
            examples: [
                .init("[{a: 1}] | save rows.csv", "a table"),
                .init("[{a: 1} {a: 2}] | save - --format csv", "the same on standard output", output: "a\n1\n2"),
            ])
    }

    private static func format(_ invocation: Invocation, path: String) throws -> TextFormat {
        if let name = invocation["format"]?.stringValue, let format = TextFormat(rawValue: name) { return format }
        if let format = TextFormat(fileName: path) { return format }
        if path == "-" { return .json }
        throw Diagnostic(
            .usage, code: "unknown_format",
            path.isEmpty ? "an empty name says no file" : "the ending of \(path) says no format",
            at: invocation.place(of: "path"),
            hint: "--format json|ndjson|csv|tsv|lines")
    }

    /// Writes to standard output, as values come.
    private static func show(_ invocation: Invocation, _ format: TextFormat) throws {
        let host = invocation.host
        if format == .json, case .one(let value) = invocation.input {
            return try host.writeOutput(JSON.write(value, pretty: true) + "\n")
        }
        if let text = finished(invocation, format) { return try host.writeOutput(text + "\n") }
        var writer = TextFormatWriter(format)
        var bytes: [UInt8] = []
        func write() throws {
            if !bytes.isEmpty { try host.writeOutput(String(decoding: bytes, as: UTF8.self)) }
            bytes.removeAll(keepingCapacity: true)
        }
        writer.begin(into: &bytes)
        let items = invocation.items("values")
        while let item = try items.next() {
            try writer.item(item, into: &bytes)
            try write()
        }
        writer.end(into: &bytes)
        try write()
    }

    /// A text by itself is a table or lines already (`… | to markdown | save a.md`).
    private static func finished(_ invocation: Invocation, _ format: TextFormat) -> String? {
        guard [.lines, .csv, .tsv, .markdown].contains(format), case .one(let value) = invocation.input else {
            return nil
        }
        return value.stringValue
    }

    /// The value of a *one* is written as it is, many as they come.
    private static func replace(_ invocation: Invocation, _ path: String, _ format: TextFormat) throws {
        if format == .json, case .one(let value) = invocation.input {
            return try Files.replace(path, with: JSON.bytes(value, pretty: true) + [0x0A], makingFolders: false)
        }
        if let text = finished(invocation, format) {
            return try Files.replace(path, with: Array(text.utf8) + [0x0A], makingFolders: false)
        }
        if format == .spot {
            // Rows of the history are statements, everything else is literals.
            let values = try invocation.items("values").collect()
            let text = invocation.host.script(of: values).map { Array($0.utf8) }
            return try Files.replace(path, with: text ?? TextFormat.bytes(values, as: .spot), makingFolders: false)
        }
        let file: AtomicFile
        do { file = try AtomicFile(path, mode: .ordinary) } catch { throw Files.failure(error, path) }
        var writer = TextFormatWriter(format)
        var bytes: [UInt8] = []
        writer.begin(into: &bytes)
        let items = invocation.items("values")
        while let item = try items.next() {
            try writer.item(item, into: &bytes)
            if bytes.count > 1 << 18 {
                do { try file.write(bytes) } catch { throw Files.failure(error, path) }
                bytes.removeAll(keepingCapacity: true)
            }
        }
        writer.end(into: &bytes)
        do {
            try file.write(bytes)
            try file.commit()
        } catch { throw Files.failure(error, path) }
    }

    private static func append(_ invocation: Invocation, _ path: String, _ format: TextFormat) throws {
        guard [.ndjson, .csv, .tsv, .lines].contains(format) else {
            throw Diagnostic(
                .usage, code: "bad_format", "nothing can be added to the end of \(format.rawValue)",
                at: invocation.place(of: "append"), hint: "--format ndjson")
        }
        do {
            let edges = try FileReading.edges(of: path, limit: longestHeader)
            var writer = try TextFormatWriter(format, after: edges?.beginning ?? [])
            let file = try AppendedFile(path)
            // A last line without its end would take the first of ours.
            var bytes: [UInt8] = edges.map { $0.last == 0x0A ? [] : [0x0A] } ?? []
            var isEmpty = true
            let items = invocation.items("values")
            while let item = try items.next() {
                isEmpty = false
                try writer.item(item, into: &bytes)
                guard bytes.count > 1 << 18 else { continue }
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            if isEmpty { return }
            try file.write(bytes)
            try file.commit()
        } catch let error as SystemError {
            throw Files.failure(error, path)
        } catch let error as ValueError {
            throw error.diagnostic
        }
    }

    /// A table whose first line is longer than this is none.
    private static let longestHeader = 1 << 20
}
