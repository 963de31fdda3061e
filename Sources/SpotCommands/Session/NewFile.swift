import FoundationEssentials
import SpotDiagnostics

/// Writes files that must not be there yet.
enum NewFile {
    /// Writes a text; an `io` error where the file is there or cannot be made.
    static func write(_ text: String, to path: String, at place: Place) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Diagnostic(
                .io, code: "file_exists", "\(path) is there already", at: place, hint: "choose another name")
        }
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw Diagnostic(
                .io, code: "cannot_write", "cannot write \(path)", at: place,
                hint: "is its folder there, and may you write to it?")
        }
    }
}
