import SpotCommands
import SpotDiagnostics
import SpotHTTP
import SpotInterpreter
import Synchronization

extension SessionHost: PictureServices {
    var drawsPictures: Bool { environment.isOutputTerminal }

    func showPicture(_ url: String, _ style: PictureStyle, at place: Place) throws {
        let program = try drawsPictures ? PictureProgram.find(environment, at: place) : nil
        let bytes = try picture(url, at: place)
        showProgress(nil)
        guard let program else {
            sink.write(bytes: bytes)
            return try endIfReaderLeft()
        }
        var style = style
        // A frame of `watch` is made of lines; other formats know nothing of them.
        if isDrawingFrame { style.format = "blocks" }
        let drawing = try program.draw(
            bytes, style, size: screenSize ?? (80, 24), color: usesColor, unicode: usesUnicode,
            interruption: interruption, at: place)
        sink.write(bytes: drawing)
        try endIfReaderLeft()
    }

    /// Bigger pictures are none that a terminal could show.
    private static let pictureLimit = 16 << 20

    /// Fetches a picture: without a word of who asks, and not from anywhere but the web.
    private func picture(_ url: String, at place: Place) throws -> [UInt8] {
        var request = HTTPRequest(
            .get, url, endpointClass: "images", cachePolicy: .catalogue, cachePartition: "images")
        request.bodyLimit = Self.pictureLimit
        let answer: HTTPResponse
        do {
            // A demo's pictures come from the demo, which runs by now if its URL is known.
            let http = try connections.http(state.withLock { $0.call })
            let asked = request
            answer = try runBlocking(interruption) { try await http.send(asked) }
        } catch {
            throw ShellSession.diagnostic(error).at(place)
        }
        guard answer.isSuccess else {
            var diagnostic = Diagnostic(
                answer.status == 404 ? .notFound : answer.status >= 500 ? .server : .refused, code: "no_picture_there",
                "there is no picture at this address", at: place,
                hint: "addresses of covers change: take it from the object, as in album get X | image")
            diagnostic.status = answer.status
            diagnostic.request = "\(request.description) → \(answer.status)"
            throw diagnostic
        }
        guard Self.isPicture(answer.body) else {
            throw Diagnostic(
                .type, code: "not_a_picture", "what came from this address is no PNG, JPEG, GIF or WebP picture",
                at: place, hint: "a page is no picture: image takes an object as well, as in album get X | image")
        }
        return answer.body
    }

    /// By the first bytes: a page that says `image/png` is still none.
    private static func isPicture(_ bytes: [UInt8]) -> Bool {
        let starts: [[UInt8]] = [[0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8)]
        if starts.contains(where: { bytes.starts(with: $0) }) { return true }
        return bytes.starts(with: Array("RIFF".utf8)) && bytes.dropFirst(8).starts(with: Array("WEBP".utf8))
    }
}
