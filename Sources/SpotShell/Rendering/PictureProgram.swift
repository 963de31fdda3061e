import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotSystem
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// The program `chafa`, which turns pictures into what a terminal shows.
struct PictureProgram: Sendable {
    private let path: String
    private let environment: ShellEnvironment

    /// Looks for it on PATH.
    static func find(_ environment: ShellEnvironment, at place: Place) throws -> PictureProgram {
        let folders = ProgramFolders(path: environment.variable("PATH") ?? "/usr/bin:/bin")
        if let path = folders.find("chafa") { return PictureProgram(path: path, environment: environment) }
        throw Diagnostic(
            .external, code: "no_chafa", "pictures are drawn by the program chafa, which is not installed", at: place,
            hint: "! sudo apt-get install chafa")
    }

    /// The bytes that draw a picture.
    func draw(
        _ picture: [UInt8], _ style: PictureStyle, size: (columns: Int, rows: Int), color: Bool, unicode: Bool,
        interruption: Interruption, at place: Place
    ) throws -> [UInt8] {
        let arguments = arguments(style, size, color: color, unicode: unicode)
        var values: [Environment.Key: String] = [:]
        for (name, value) in environment.variables where !name.hasPrefix("SPOT") {
            values[.init(stringLiteral: name)] = value
        }
        let (path, variables) = (path, values)
        let drawn: (isSuccess: Bool, bytes: [UInt8])
        do {
            drawn = try runBlocking(interruption) { try await Self.run(path, arguments, variables, picture) }
        } catch is CancellationError {
            throw Diagnostic(.interrupted, code: "interrupted", "interrupted", at: place)
        } catch {
            throw Diagnostic(
                .external, code: "chafa_failed", "chafa could not be run", at: place,
                hint: "does `!chafa --version` run?")
        }
        guard drawn.isSuccess, !drawn.bytes.isEmpty else {
            throw Diagnostic(
                .external, code: "chafa_failed", "chafa cannot draw this picture", at: place,
                hint: "another form may do: image PICTURE --format blocks")
        }
        return drawn.bytes.last == 0x0A ? drawn.bytes : drawn.bytes + [0x0A]
    }

    private static func run(
        _ path: String, _ arguments: [String], _ variables: [Environment.Key: String], _ picture: [UInt8]
    ) async throws -> (isSuccess: Bool, bytes: [UInt8]) {
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .custom(variables),
            input: .inputWriter, output: .bytes(limit: 64 << 20), error: .discarded
        ) { execution in await write(picture, to: execution.standardInputWriter) }
        return (result.terminationStatus.isSuccess, result.standardOutput)
    }

    /// A program that does not read its input to the end is no error here: it says so itself.
    private static func write(_ picture: [UInt8], to writer: StandardInputWriter) async {
        _ = try? await writer.write(picture)
        try? await writer.finish()
    }

    private func arguments(
        _ style: PictureStyle, _ size: (columns: Int, rows: Int), color: Bool, unicode: Bool
    ) -> [String] {
        // A cover is square and a character twice as high as wide: half as many rows as columns.
        let columns = min(style.columns ?? min(44, size.columns - 1), size.columns)
        let rows = style.columns == nil ? max(4, min(columns / 2, size.rows - 4)) : max(1, columns)
        var result = ["--size", "\(max(1, columns))x\(rows)", "--animate", "off"]
        switch style.format ?? known {
        case "kitty": result += ["--format", "kitty"]
        case "iterm": result += ["--format", "iterm"]
        case "sixel": result += ["--format", "sixels"]
        case "blocks": result += ["--format", "symbols"]
        default: break
        }
        if !color { result += ["--colors", "none"] }
        if !unicode { result += ["--symbols", "ascii"] }
        return result + ["-"]
    }

    /// What chafa cannot tell from the variables itself: older releases do not know every terminal.
    private var known: String? {
        // A multiplexer passes pictures on only when it is told to.
        if environment.variable("TMUX") != nil || environment.variable("STY") != nil { return "blocks" }
        if environment.variable("TERM_PROGRAM") == "iTerm.app" || environment.variable("LC_TERMINAL") == "iTerm2" {
            return "iterm"
        }
        if environment.variable("KITTY_WINDOW_ID") != nil || environment.variable("TERM") == "xterm-ghostty" {
            return "kitty"
        }
        return nil
    }
}
