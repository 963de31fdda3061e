import FoundationEssentials
import SpotDiagnostics
import SpotInterpreter

/// A picture for `playlist set-cover`.
enum CoverPicture {
    /// Spotify takes at most 256 KB of base64.
    static let limit = 256 * 1024

    /// Reads a JPEG file as base64.
    static func read(_ path: String, _ call: Call) throws -> String {
        let full = path.hasPrefix("/") ? path : call.invocation.host.currentDirectory + "/" + path
        let place = call.invocation.place(of: "file")
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: full))
        } catch {
            throw Diagnostic(.io, code: "cannot_read", "\(path) cannot be read", at: place)
        }
        // A JPEG begins with its start-of-image marker.
        guard data.starts(with: [0xFF, 0xD8, 0xFF]) else {
            let isPNG = data.starts(with: [0x89, 0x50, 0x4E, 0x47])
            throw Diagnostic(
                .usage, code: "not_jpeg", "\(path) is \(isPNG ? "a PNG picture" : "no JPEG picture")", at: place,
                hint: isPNG ? "Spotify takes JPEG: save it in that format, whatever its name" : nil)
        }
        let text = data.base64EncodedString()
        guard text.utf8.count <= limit else {
            throw Diagnostic(
                .usage, code: "cover_too_large",
                "\(path) is \(text.utf8.count / 1024) KB in base64; Spotify takes at most 256", at: place,
                hint: "make the picture smaller: 640 × 640 is enough")
        }
        return text
    }
}
