public import SpotDiagnostics
import SpotInterpreter
import SpotValue

/// How a picture is drawn.
public struct PictureStyle: Sendable, Equatable {
    /// What the terminal is sent: `kitty`, `iterm`, `sixel` or `blocks`; nil for what suits it.
    public var format: String?
    /// Columns that it may take; nil for a size that leaves room for text.
    public var columns: Int?

    /// Makes a style.
    public init(format: String? = nil, columns: Int? = nil) {
        self.format = format
        self.columns = columns
    }

    /// The words for formats.
    public static let formats = ["kitty", "iterm", "sixel", "blocks"]
}

/// Who draws pictures.
public protocol PictureServices: AnyObject, Sendable {
    /// Whether standard output is a terminal, where a picture is drawn; elsewhere its bytes are written as they came.
    var drawsPictures: Bool { get }

    /// Fetches a picture and shows it.
    ///
    /// - Throws: a `Diagnostic` where the URL is no http(s) address, gives no picture, or nothing can draw it.
    func showPicture(_ url: String, _ style: PictureStyle, at place: Place) throws
}

extension PictureServices {
    /// None.
    public var drawsPictures: Bool { false }
    /// Shows nothing.
    public func showPicture(_ url: String, _ style: PictureStyle, at place: Place) throws {}
}

/// Which picture stands for a value.
enum PictureChoice {
    /// The URL of a text, or of the picture of one of Spotify's objects; nil where there is none.
    static func url(of value: Value) -> String? {
        if let text = value.stringValue { return text }
        if let url = value["url"]?.stringValue { return url }
        if let images = value["images"]?.listValue, !images.isEmpty { return best(Array(images)) }
        // A track has its album's, an episode its show's, what plays its item's.
        for field in ["album", "item", "show", "audiobook", "currently_playing"] {
            if let inner = value[field], inner.kind == .record, let url = url(of: inner) { return url }
        }
        return nil
    }

    /// The smallest that is not coarse on a terminal.
    private static func best(_ images: [Value]) -> String? {
        let wide = images.filter { ($0["width"]?.intValue ?? 0) >= 300 }
        let chosen = wide.min { ($0["width"]?.intValue ?? 0) < ($1["width"]?.intValue ?? 0) } ?? images[0]
        return chosen["url"]?.stringValue
    }
}

extension SessionCommands {
    /// The command `image URL`.
    static func image(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "image", "Shows a picture on the terminal; elsewhere writes its bytes", area: "values",
            parameters: [
                Parameter(
                    "picture", .positional, .any, "an http(s) address, or an album, track, playlist … with pictures",
                    required: true, input: true),
                Parameter(
                    "format", .option, .enumeration(PictureStyle.formats), "what the terminal is sent; what suits it"),
                Parameter("width", .option, .int, "columns to fill"),
            ],
            examples: [
                .init("liked | first 1 | image", "the cover of the song liked last"),
                .init("me playlists | first 1 | image --format blocks --width 24", "in coloured half blocks"),
            ])
        return Command(row) { call in
            let width = call["width"]?.intValue
            if let width, !(1...1000).contains(width) {
                throw Diagnostic(
                    .type, code: "out_of_range", "--width is 1 to 1000 columns, not \(width)",
                    at: call.place(of: "width"))
            }
            let style = PictureStyle(format: call["format"]?.stringValue, columns: width.map { Int($0) })
            var values: [Value] = []
            switch call.input {
            case .many(let stream): values = try stream.collect()
            case .one(let value): values = [value]
            case nil: values = call["picture"].map { $0.listValue.map(Array.init) ?? [$0] } ?? []
            }
            let place = call.place(of: "picture")
            guard services.drawsPictures || values.count <= 1 else {
                throw Diagnostic(
                    .usage, code: "several_pictures", "\(values.count) pictures would run into one another", at: place,
                    hint: "… | first 1 | image")
            }
            for (index, value) in values.enumerated() {
                guard let url = PictureChoice.url(of: value) else {
                    throw Diagnostic(
                        .notFound, code: "no_picture", "item \(index + 1) has no picture", at: place,
                        hint: "image takes an address, or a record with `images`: album get X | image")
                }
                if values.count > 1, let name = value["name"]?.stringValue { try call.host.writeOutput(name + "\n") }
                try services.showPicture(url, style, at: place)
            }
            return .none
        }
    }
}
