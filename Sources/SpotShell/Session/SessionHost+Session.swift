import Dispatch
import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import SpotSystem
import SpotValue
import Synchronization

extension SessionHost: SessionServices {
    var commandDescriptions: [CommandDescription] { allDescriptions }

    func setting(_ name: String) -> (value: Value, origin: String) {
        switch name {
        case "output": if let format = options.output { return (.string(format.rawValue), "--output") }
        case "market": if let market = options.market { return (.string(market.code), "--market") }
        case "wait": if let wait = options.wait { return (.int(wait.milliseconds), "--wait") }
        case "timeout": if let timeout = options.timeout { return (.int(timeout.milliseconds), "--timeout") }
        default: break
        }
        return settings.value(name)
    }

    func setSetting(_ name: String, to value: Value?) throws {
        try settings.file.set(name, to: value)
        // What talks to Spotify was made with the old ones.
        if ["market", "wait", "timeout"].contains(name) { connections.accountChanged(to: nil) }
    }

    func aliases() throws -> [(name: String, text: String)] {
        try aliasFile.record().map { ($0.key, $0.value.stringValue ?? "") }
    }

    func setAlias(_ name: String, to text: String?) throws -> Bool {
        let isThere = try aliasFile.record()[name] != nil
        try aliasFile.set(name, to: text.map { .string($0) })
        return isThere
    }

    func pins() throws -> [(name: String, uri: String)] {
        try pinFile.record().map { ($0.key, $0.value.stringValue ?? "") }
    }

    func setPin(_ name: String, to uri: String?) throws -> Bool {
        let isThere = try pinFile.record()[name] != nil
        try pinFile.set(name, to: uri.map { .string($0) })
        return isThere
    }

    func pin(_ name: String) -> String? {
        (try? pinFile.record())?[name]?.stringValue
    }

    func deviceNames() -> [String] {
        ownThings(.device, until: .now() + .seconds(2)).things.map(\.name)
    }

    func parameters(ofScript path: String) throws -> [Parameter] {
        let source = SourceText(name: path, bytes: try FileReading.bytes(of: path))
        let interpreter = Interpreter(table: CommandCatalogue.table(self), host: self)
        return interpreter.check(Parser.parse(source, mode: .file).script).program?.parameters.map(\.parameter) ?? []
    }

    func historyEntries() throws -> [Value] { try history.values() }

    func scriptOfThisSession() -> String { script(history.ran) }

    var ownNames: [OwnName] {
        state.withLock(\.names) + ((try? aliases()) ?? []).map { OwnName($0.name, .alias, $0.text) }
    }

    /// Takes note of the session's names before a statement runs.
    func note(variables: [(name: String, text: String)], definitions: [(name: String, text: String)]) {
        let names =
            variables.map { OwnName($0.name, .variable, $0.text) }
            + definitions.map { OwnName($0.name, .def, $0.text) }
        state.withLock { $0.names = names }
    }

    var textWidth: Int? { screenSize?.columns }
}
