import SpotDiagnostics
import SpotEditor
import SpotInterpreter
import SpotSyntax
import SpotSystem

/// Reads statements at the prompt and runs them, until the user leaves.
final class REPL {
    private let session: ShellSession
    private let completer: Completer
    private var editor: LineEditor?

    init(session: ShellSession) {
        self.session = session
        completer = Completer(session: session)
    }

    /// The session; gives the exit code.
    func run() -> Int32 {
        let delegate = PromptDelegate(session: session, completer: completer)
        let editRC: LineEditor.EditRC = session.environment.variable("SPOTSH_EDITRC") == "off" ? .off : .user
        let options = LineEditor.Options(
            editRC: editRC, suggestsFromHistory: session.settings.bool("hints", default: true))
        editor = LineEditor(programName: "spotsh", delegate: delegate, options: options)
        LineEditor.restoreTerminal(on: LineEditor.crashSignals)
        let past = session.history.statements()
        editor?.setHistory(past.texts, failed: past.failed)
        session.attach(editor?.above)
        session.greet()
        session.runStartFile()
        session.host.promptFacts.refresh()
        var plain = PlainReader()
        var status: Int32 = 0
        while true {
            session.host.endOpenLine()
            session.environment.output.flush()
            session.environment.log.flush()
            let prompt = session.prompt(failed: status != 0)
            let outcome = editor?.readLine(prompt: prompt) ?? plain.readLine(prompt: prompt, delegate: delegate)
            switch outcome {
            case .line(let text):
                guard !text.allSatisfy(\.isWhitespace) else { continue }
                editor?.addHistory(text)
                let ended = execute(text)
                status = ended.status
                editor?.noteHistory(text, succeeded: status == 0)
                if let code = ended.leaves { return leave(code) }
            case .interrupted:
                status = 0
                session.host.promptFacts.note(nil)
            case .endOfInput:
                if editor != nil { session.environment.output.write("\n") }
                return leave(0)
            }
        }
    }

    private func leave(_ code: Int32) -> Int32 {
        session.environment.output.flush()
        session.environment.log.flush()
        return code
    }

    /// Runs one statement: its exit code, and the code to leave with if it ends the session.
    private func execute(_ typed: String) -> (status: Int32, leaves: Int32?) {
        let start = session.environment.time.now
        let text = session.withoutAlias(typed)
        let outcome = text.map(session.runAtPrompt) ?? (status: ErrorKind.exitCodeBeforeRunning, leaves: nil)
        let end = session.environment.time.now
        session.history.add(typed, running: text ?? typed, at: start, until: end, ok: outcome.status == 0)
        return outcome
    }
}

/// What the editor asks at the prompt.
final class PromptDelegate: EditorDelegate {
    private let session: ShellSession
    private let completer: Completer

    init(session: ShellSession, completer: Completer) {
        self.session = session
        self.completer = completer
    }

    var continuationPrompt: String { "... " }

    func needsContinuation(_ text: String) -> Bool {
        // By itself this asks for the names that there are; the next line is not the rest of it.
        if ["let", "set", "def"].contains(text.filter { !$0.isWhitespace }) { return false }
        // Enter ends the last word: what is wrong in it (a URL, a name without its dot) is said now. So it does a text in
        // quotes, which no line end stands in.
        return isIncomplete(text) && isIncomplete(text + " ") && isIncomplete(text + "\n")
    }

    private func isIncomplete(_ text: String) -> Bool {
        Parser.parse(SourceText(name: "<prompt>", text: text), mode: .prompt).isIncomplete
    }

    func completions(for text: String, cursor: Int) -> Completions {
        completer.completions(for: text, cursor: cursor)
    }

    func hint(for text: String, cursor: Int) -> String? {
        session.settings.bool("hints", default: true) ? completer.hint(for: text, cursor: cursor) : nil
    }

    func editExternally(_ text: String) -> String? {
        session.editExternally(text)
    }
}
