import SpotDiagnostics
import SpotSystem
import SpotValue
import Synchronization

/// A small JSON record in the config folder: `settings.json`, `aliases.json` or `pins.json`.
final class SettingsFile: Sendable {
    private let path: String?
    private let cached = Mutex<Record?>(nil)

    /// The file of this path; nil keeps everything in memory.
    init(path: String?) {
        self.path = path
    }

    /// What it holds; an empty record where it is not there.
    func record() throws -> Record {
        if let record = cached.withLock({ $0 }) { return record }
        guard let path, FileReading.exists(path) else { return Record() }
        let bytes = try readBytes(path)
        guard let record = try? JSON.parse(bytes).recordValue else {
            throw Diagnostic(
                .io, code: "damaged_settings", "\(path) is not a JSON record", hint: "mend it, or remove it: rm \(path)"
            )
        }
        cached.withLock { $0 = record }
        return record
    }

    /// Sets one field, or removes it.
    func set(_ name: String, to value: Value?) throws {
        var record = try record()
        record[name] = value
        if let path {
            let bytes = Array((JSON.write(.record(record), pretty: true) + "\n").utf8)
            do {
                try PrivateFile.makeFolder(PrivateFile.parentFolder(of: path))
                try AtomicFile.replace(path, with: bytes, mode: .ownerOnly)
            } catch {
                throw Diagnostic(.io, code: "cannot_write", error.message, hint: error.hint)
            }
        }
        cached.withLock { $0 = record }
    }

    private func readBytes(_ path: String) throws -> [UInt8] {
        do {
            return try FileReading.bytes(of: path)
        } catch {
            throw Diagnostic(.io, code: "cannot_read", error.message, hint: error.hint)
        }
    }
}
