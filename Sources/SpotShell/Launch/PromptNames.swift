import SpotDiagnostics
import SpotSyntax
import SpotSystem
import SpotValue

/// The names that only the prompt knows: aliases, and what `rc.spot` defines.
struct PromptNames {
    let session: ShellSession

    init(_ session: ShellSession) {
        self.session = session
    }

    /// An unknown command with what it is at the prompt, if it is something there.
    func explaining(_ error: Diagnostic) -> Diagnostic {
        guard error.code == "unknown_command", let place = error.place else { return error }
        let name = place.source.text(in: place.span)
        var error = error
        // Of a single command all is known; in code more may stand around it.
        let isCommand = place.source.name == "<arguments>"
        let call = isCommand ? place.source.text(in: Span(0, place.source.bytes.count)) : "\(name) …"
        if let text = (try? session.host.aliasFile.record())?[name]?.stringValue {
            error.message += " here; at the prompt `\(name)` is an alias"
            error.hint = "spotsh -c \(Self.quoted(isCommand ? (try? session.host.expandAlias(call)) ?? text : text))"
        } else if let path = session.host.files.startScript, definitions(in: path).contains(name) {
            error.message += " here; `\(name)` is defined in rc.spot, which runs at the prompt alone"
            error.hint = "spotsh -c \(Self.quoted("source \(Parser.quoteWord(path)); \(call)"))"
        }
        return error
    }

    private func definitions(in path: String) -> Set<String> {
        guard FileReading.exists(path), let bytes = try? FileReading.bytes(of: path) else { return [] }
        let script = Parser.parse(SourceText(name: path, bytes: bytes), mode: .file).script
        return Set(
            script.body.statements.compactMap { statement in
                if case .definition(let definition) = statement.kind { definition.name.text } else { nil }
            })
    }

    /// A word for a system's shell.
    static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                "-._/=:".utf8.contains(byte) || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
