import Glibc
import SpotEditor
import Synchronization

/// A program around the line editor, for the terminal tests: it says what it read.
@main
enum EditorProbe {
    static func main() {
        let delegate = ProbeDelegate()
        var options = LineEditor.Options()
        let arguments = CommandLine.arguments
        if arguments.contains("--no-suggestions") { options.suggestsFromHistory = false }
        let prompt = arguments.contains("--two-lines") ? "above\n\u{1B}[32mprobe>\u{1B}[0m " : "probe> "
        LineEditor.restoreTerminal(on: LineEditor.crashSignals + [SIGTERM, SIGHUP])
        guard let editor = LineEditor(programName: "probe", delegate: delegate, options: options) else {
            var reader = PlainReader()
            run(prompt: "plain> ") {
                reader.readLine(prompt: $0, delegate: delegate)
            } remember: { _ in
            }
            return
        }
        printWhenSignalled(editor.above)
        run(prompt: prompt) {
            editor.readLine(prompt: $0)
        } remember: {
            editor.addHistory($0)
        }
    }

    private static func run(prompt: String, read: (String) -> ReadOutcome, remember: (String) -> Void) {
        while true {
            switch read(prompt) {
            case .line(let line):
                if line == "modes" { print("isig \(isSignalling)") }
                print("read [" + line.replacingLineEnds() + "]")
                remember(line)
            case .interrupted: print("interrupted")
            case .endOfInput:
                print("bye")
                return
            }
            fflush(nil)
        }
    }

    private static var isSignalling: Bool {
        var modes = termios()
        _ = unsafe tcgetattr(STDIN_FILENO, &modes)
        return modes.c_lflag & UInt32(ISIG) != 0
    }

    /// SIGUSR1 prints a line from another thread.
    private static func printWhenSignalled(_ above: OutputAbove) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGUSR1)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        Self.above.withLock { $0 = above }
        var thread = pthread_t()
        _ = unsafe pthread_create(
            &thread, nil,
            { _ in
                var signals = sigset_t()
                unsafe sigemptyset(&signals)
                unsafe sigaddset(&signals, SIGUSR1)
                var received: Int32 = 0
                while unsafe sigwait(&signals, &received) == 0 {
                    EditorProbe.above.withLock { $0 }?.print("from another thread")
                }
                return nil
            }, nil)
    }

    private static let above = Mutex<OutputAbove?>(nil)
}

/// Knows a few words.
final class ProbeDelegate: EditorDelegate {
    func needsContinuation(_ text: String) -> Bool {
        text.count { $0 == "(" } > text.count { $0 == ")" }
    }

    var continuationPrompt: String { "    -> " }

    private let words: [Candidate] = [
        Candidate("player", description: "what plays"), Candidate("playlist", description: "lists of tracks"),
        Candidate("queue"), Candidate("'Sigur Rós'", display: "Sigur Rós"), Candidate("日本", description: "Japan"),
        Candidate("crash"),
    ]

    func completions(for text: String, cursor: Int) -> Completions {
        let before = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
        if before == "crash" { fatalError("asked to") }
        let word = before.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        let start = cursor - word.utf8.count
        if before.hasPrefix("many ") {
            let found = (1...500).map { Candidate("item\($0)", description: "number \($0)") }
            return Completions(replacing: start..<cursor, candidates: found)
        }
        let found = words.filter { $0.display.hasPrefix(word) }
        return Completions(replacing: start..<cursor, candidates: found)
    }

    func hint(for text: String, cursor: Int) -> String? { text == "add " ? "NAME --public" : nil }

    func editExternally(_ text: String) -> String? { text + " edited" }
}

extension String {
    fileprivate func replacingLineEnds() -> String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "|")
    }
}
