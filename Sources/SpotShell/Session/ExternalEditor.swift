import FoundationEssentials
import Glibc
import SpotInterpreter
import SpotSystem
import Subprocess

extension ShellSession {
    /// Lets the user edit a text in `config editor`, `$VISUAL` or `$EDITOR`; nil keeps it as it was.
    func editExternally(_ text: String) -> String? {
        guard
            let program = settings.text("editor") ?? environment.variable("VISUAL") ?? environment.variable("EDITOR")
                ?? usualEditor
        else {
            host.note("no editor is set: config editor NAME, or the variable EDITOR")
            return nil
        }
        let path = FileManager.default.temporaryDirectory.path + "/spotsh-\(getpid()).spot"
        defer { try? FileManager.default.removeItem(atPath: path) }
        do {
            // With nothing typed it is the last statement that somebody wants to change.
            let begun = text.isEmpty ? history.last ?? "" : text
            try AtomicFile.replace(path, with: Array((begun + "\n").utf8), mode: .ownerOnly)
            // A shell word list, as git takes it: the editor may have options.
            let words = program.split(separator: " ").map(String.init)
            var variables: [Environment.Key: String] = [:]
            for (name, value) in host.childEnvironment { variables[.init(stringLiteral: name)] = value }
            let succeeded = try runBlocking(Interruption()) { [variables] in
                let result = try await Subprocess.run(
                    .name("env"), arguments: Arguments(words + [path]), environment: .custom(variables),
                    input: .currentStandardInput, output: .currentStandardOutput, error: .currentStandardError)
                return result.terminationStatus.isSuccess
            }
            guard succeeded else { return nil }
            var edited = String(decoding: try FileReading.bytes(of: path), as: UTF8.self)
            while edited.hasSuffix("\n") { edited.removeLast() }
            return edited
        } catch {
            host.note("the editor \(program) could not be started")
            return nil
        }
    }

    /// What there is nearly everywhere.
    private var usualEditor: String? {
        let folders = ProgramFolders(path: environment.variable("PATH"))
        return ["vi", "nano"].first { folders.find($0) != nil }
    }
}
