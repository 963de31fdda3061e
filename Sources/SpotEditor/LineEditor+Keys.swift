import CEditline
import Glibc

/// The editor's own functions, by the names under which `editrc` can bind them.
enum EditorFunction: String, CaseIterable {
    case accept = "spot-accept"
    case newline = "spot-newline"
    case interrupt = "spot-interrupt"
    case end = "spot-end-or-delete"
    case suspend = "spot-suspend"
    case complete = "spot-complete"
    case completeBack = "spot-complete-back"
    case up = "spot-up"
    case down = "spot-down"
    case forward = "spot-forward"
    case forwardWord = "spot-forward-word"
    case backwardWord = "spot-backward-word"
    case lineStart = "spot-line-start"
    case lineEnd = "spot-line-end"
    case delete = "spot-delete"
    case deleteWord = "spot-delete-word"
    case paste = "spot-paste"
    case editExternally = "spot-edit"
    case clearScreen = "spot-clear-screen"
    case abort = "spot-abort"
    case lastWord = "spot-last-word"
    case escape = "spot-escape"
    case undo = "spot-undo"
    case killWordBack = "spot-kill-word-back"
    case killWord = "spot-kill-word"
    case killBack = "spot-kill-back"
    case killRest = "spot-kill-rest"
    case yank = "spot-yank"
    case yankOlder = "spot-yank-older"

    var help: String {
        switch self {
        case .accept: "Run the statement, or go on with another line"
        case .newline: "Insert a line end"
        case .interrupt: "Clear the line"
        case .end: "Leave on an empty line, else delete a character"
        case .suspend: "Stop the program"
        case .complete: "Complete the word, then choose"
        case .completeBack: "Choose the candidate before"
        case .up: "The row above, or the statement before that begins alike"
        case .down: "The row below, or the statement after that begins alike"
        case .forward: "A character on, or take the suggestion"
        case .forwardWord: "A word on, or take a word of the suggestion"
        case .backwardWord: "A word back"
        case .lineStart: "The beginning of the row"
        case .lineEnd: "The end of the row, or take the suggestion"
        case .delete: "Delete the character under the cursor"
        case .deleteWord: "Delete to the end of the word"
        case .paste: "Insert a pasted text"
        case .editExternally: "Edit the statement in another editor"
        case .clearScreen: "Clear the screen"
        case .abort: "Take back what was completed"
        case .lastWord: "Insert the last word of the statement before"
        case .escape: "Close the list of candidates"
        case .undo: "Take back the last change of the line"
        case .killWordBack: "Cut the word before the cursor"
        case .killWord: "Cut the word after the cursor"
        case .killBack: "Cut to the beginning of the row"
        case .killRest: "Cut to the end of the row"
        case .yank: "Insert what was cut last"
        case .yankOlder: "Insert what was cut before instead"
        }
    }

    /// libedit calls a function without saying which: each needs an address of its own.
    var entry: spot_key_function {
        switch self {
        case .accept: { pointer, _ in unsafe LineEditor.run(.accept, pointer) }
        case .newline: { pointer, _ in unsafe LineEditor.run(.newline, pointer) }
        case .interrupt: { pointer, _ in unsafe LineEditor.run(.interrupt, pointer) }
        case .end: { pointer, _ in unsafe LineEditor.run(.end, pointer) }
        case .suspend: { pointer, _ in unsafe LineEditor.run(.suspend, pointer) }
        case .complete: { pointer, _ in unsafe LineEditor.run(.complete, pointer) }
        case .completeBack: { pointer, _ in unsafe LineEditor.run(.completeBack, pointer) }
        case .up: { pointer, _ in unsafe LineEditor.run(.up, pointer) }
        case .down: { pointer, _ in unsafe LineEditor.run(.down, pointer) }
        case .forward: { pointer, _ in unsafe LineEditor.run(.forward, pointer) }
        case .forwardWord: { pointer, _ in unsafe LineEditor.run(.forwardWord, pointer) }
        case .backwardWord: { pointer, _ in unsafe LineEditor.run(.backwardWord, pointer) }
        case .lineStart: { pointer, _ in unsafe LineEditor.run(.lineStart, pointer) }
        case .lineEnd: { pointer, _ in unsafe LineEditor.run(.lineEnd, pointer) }
        case .delete: { pointer, _ in unsafe LineEditor.run(.delete, pointer) }
        case .deleteWord: { pointer, _ in unsafe LineEditor.run(.deleteWord, pointer) }
        case .paste: { pointer, _ in unsafe LineEditor.run(.paste, pointer) }
        case .editExternally: { pointer, _ in unsafe LineEditor.run(.editExternally, pointer) }
        case .clearScreen: { pointer, _ in unsafe LineEditor.run(.clearScreen, pointer) }
        case .abort: { pointer, _ in unsafe LineEditor.run(.abort, pointer) }
        case .lastWord: { pointer, _ in unsafe LineEditor.run(.lastWord, pointer) }
        case .escape: { pointer, _ in unsafe LineEditor.run(.escape, pointer) }
        case .undo: { pointer, _ in unsafe LineEditor.run(.undo, pointer) }
        case .killWordBack: { pointer, _ in unsafe LineEditor.run(.killWordBack, pointer) }
        case .killWord: { pointer, _ in unsafe LineEditor.run(.killWord, pointer) }
        case .killBack: { pointer, _ in unsafe LineEditor.run(.killBack, pointer) }
        case .killRest: { pointer, _ in unsafe LineEditor.run(.killRest, pointer) }
        case .yank: { pointer, _ in unsafe LineEditor.run(.yank, pointer) }
        case .yankOlder: { pointer, _ in unsafe LineEditor.run(.yankOlder, pointer) }
        }
    }
}

extension LineEditor {
    fileprivate static func run(_ function: EditorFunction, _ pointer: OpaquePointer?) -> UInt8 {
        guard let editor = unsafe EditLine.context(pointer, as: LineEditor.self) else {
            return KeyEffect.error.rawValue
        }
        return editor.run(function).rawValue
    }

    /// Keys in either map, by libedit's notation (editrc(5)).
    private static let commonKeys: [(String, String)] = [
        ("^M", "spot-accept"), ("^J", "spot-accept"), ("^C", "spot-interrupt"), ("^Z", "spot-suspend"),
        ("^L", "spot-clear-screen"), ("^D", "spot-end-or-delete"), ("^R", "em-inc-search-prev"),
        ("^S", "em-inc-search-next"),
        ("\\200", "spot-up"), ("\\201", "spot-down"), ("\\202", "ed-prev-char"), ("\\203", "spot-forward"),
        ("\\204", "spot-line-start"), ("\\205", "spot-line-end"), ("\\206", "spot-delete"),
        ("\\207", "spot-backward-word"), ("\\210", "spot-forward-word"), ("\\211", "spot-delete-word"),
        ("\\212", "spot-complete-back"), ("\\213", "spot-newline"), ("\\214", "spot-paste"),
    ]

    /// Keys where text is typed.
    private static let typingKeys: [(String, String)] = [("^I", "spot-complete"), ("^X^E", "spot-edit")]

    /// Keys as in GNU Readline, which most fingers know.
    private static let emacsKeys: [(String, String)] = [
        ("^P", "spot-up"), ("^N", "spot-down"), ("^F", "spot-forward"), ("^A", "spot-line-start"),
        ("^E", "spot-line-end"), ("^G", "spot-abort"), ("^U", "spot-kill-back"), ("^K", "spot-kill-rest"),
        ("^W", "spot-kill-word-back"), ("^[^?", "spot-kill-word-back"), ("^[^H", "spot-kill-word-back"),
        ("^[d", "spot-kill-word"), ("^Y", "spot-yank"), ("^[y", "spot-yank-older"), ("^_", "spot-undo"),
        ("^X^U", "spot-undo"), ("^[f", "spot-forward-word"), ("^[b", "spot-backward-word"),
        ("^[.", "spot-last-word"), ("^[_", "spot-last-word"), ("^[e", "spot-edit"), ("^[v", "spot-edit"),
        ("\\215", "spot-escape"),
    ]

    /// Binds everything, then what the user's file binds once more: it wins.
    func setUp(_ handle: EditLine) {
        unsafe handle.setPromptFunction { pointer in
            unsafe EditLine.context(pointer, as: LineEditor.self)?.handle?.promptPointer
        }
        unsafe handle.setReader { pointer, key in
            guard let editor = unsafe EditLine.context(pointer, as: LineEditor.self) else { return -1 }
            guard let next = editor.readKey() else { return 0 }
            unsafe key?.pointee = next
            return 1
        }
        // Ctrl-C and its like are keys while a line is edited. Without the two others CR and LF would change places.
        for mode in ["-isig", "-ixon", "-icrnl", "-inlcr"] { handle.setEditMode(mode) }
        for function in EditorFunction.allCases {
            unsafe handle.addFunction(function.rawValue, help: function.help, function.entry)
        }
        handle.setEmacsMap()
        let file = EditRCFile(options.editRC)
        for words in file.commands { handle.parse(words) }
        for (key, function) in Self.commonKeys + Self.typingKeys { handle.bind(key, to: function) }
        if handle.isVi {
            for (key, function) in Self.commonKeys { handle.bindInViCommandMode(key, to: function) }
            handle.bindInViCommandMode("v", to: "spot-edit")
        } else {
            for (key, function) in Self.emacsKeys { handle.bind(key, to: function) }
            keys.hasLoneEscape = true
        }
        for words in file.bindings { handle.parse(words) }
        keys.passedThrough = file.boundSequences
    }

    /// Runs a function and says what libedit has to draw.
    private func run(_ function: EditorFunction) -> KeyEffect {
        guard let handle else { return .error }
        isSearching = false
        switch function {
        case .accept: return accept(handle)
        case .newline: return insert("\n", handle)
        case .interrupt: return interrupt()
        case .end: return endOrDelete(handle)
        case .suspend: return suspend(handle)
        case .complete: return complete(handle, by: 1)
        case .completeBack: return complete(handle, by: -1)
        // In the list of candidates the arrows choose.
        case .up: return isChoosing ? complete(handle, by: -1) : goUp(handle)
        case .down: return isCompleting ? complete(handle, by: 1) : goDown(handle)
        case .forward: return goForward(handle)
        case .forwardWord: return goForwardWord(handle)
        case .backwardWord: return goBackwardWord(handle)
        case .lineStart: return goToLineStart(handle)
        case .lineEnd: return goToLineEnd(handle)
        case .delete: return deleteForward(handle, to: snapshot.cursor + 1)
        case .deleteWord: return deleteForward(handle, to: snapshot.wordEnd)
        case .paste: return paste(handle)
        case .editExternally: return editExternally(handle)
        case .clearScreen: return clearScreen(handle)
        case .abort: return abort(handle)
        case .lastWord: return insertLastWord(handle)
        case .escape: return .refresh
        case .undo: return undo(handle)
        case .killWordBack: return cut(handle, from: snapshot.wordStart)
        case .killWord: return cut(handle, to: snapshot.wordEnd)
        case .killBack: return cut(handle, from: snapshot.rowStart)
        case .killRest: return cut(handle, to: snapshot.killEnd)
        case .yank: return yank(handle)
        case .yankOlder: return yankOlder(handle)
        }
    }
}
