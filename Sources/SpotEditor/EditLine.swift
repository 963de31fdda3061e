import CEditline
import Glibc

/// libedit's answer to a key: what it has to draw afterwards.
enum KeyEffect: UInt8 {
    case nothing = 0
    case endLine = 1
    case refresh = 4
    case moveCursor = 5
    case error = 6
    case refreshAndBeep = 9
}

/// The handle on libedit: the only place that touches its pointers.
@safe final class EditLine {
    private let pointer: OpaquePointer
    private let prompt: PromptBuffer
    private let history: HistoryBridge

    /// Opens an editor on standard input and output.
    init?(program: String, context: AnyObject, history: EditorHistory) {
        spot_use_utf8()
        guard let pointer = unsafe spot_open(program) else { return nil }
        unsafe self.pointer = pointer
        prompt = PromptBuffer()
        self.history = HistoryBridge(history)
        // The owner of this handle outlives it: an unretained reference does.
        unsafe spot_set_context(pointer, Unmanaged.passUnretained(context).toOpaque())
        unsafe spot_set_history(pointer, self.history.link)
    }

    deinit { unsafe el_end(pointer) }

    /// The object given as context when the editor was opened.
    static func context<Owner: AnyObject>(_ pointer: OpaquePointer?, as type: Owner.Type) -> Owner? {
        guard let pointer = unsafe pointer, let context = unsafe spot_context(pointer) else { return nil }
        return unsafe Unmanaged<Owner>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: Setting up

    func setReader(_ reader: spot_read_function) {
        unsafe spot_set_reader(pointer, reader)
    }

    func setPromptFunction(_ function: spot_prompt_function) {
        unsafe spot_set_prompt(pointer, function, PromptText.escape)
    }

    func addFunction(_ name: String, help: String, _ function: spot_key_function) {
        _ = unsafe spot_add_function(pointer, name, help, function)
    }

    func bind(_ key: String, to function: String) {
        _ = unsafe spot_bind(pointer, key, function)
    }

    func bindInViCommandMode(_ key: String, to function: String) {
        _ = unsafe spot_bind_alternate(pointer, key, function)
    }

    func setEditMode(_ mode: String) {
        _ = unsafe spot_edit_mode(pointer, mode)
    }

    /// Runs one libedit command.
    func parse(_ words: [String]) {
        unsafe withArguments(words) { count, arguments in
            _ = unsafe el_parse(pointer, count, arguments)
        }
    }

    var isVi: Bool { unsafe spot_is_vi(pointer) != 0 }

    var isEditingOff: Bool { unsafe spot_is_editing_off(pointer) != 0 }

    func turnEditingOn() { unsafe spot_turn_editing_on(pointer) }

    func setViMap() { _ = unsafe spot_set_map(pointer, "vi") }

    func setEmacsMap() { _ = unsafe spot_set_map(pointer, "emacs") }

    // MARK: The line

    /// Edits a line until a bound function ends it; false at the end of the input.
    func editLine(prompt text: PromptText) -> Bool {
        prompt.set(text.encoded)
        return unsafe spot_edit_line(pointer) == 0
    }

    /// What the prompt function answers with.
    var promptPointer: UnsafeMutablePointer<UInt32> { unsafe prompt.pointer }

    /// The scalars of the line, and the cursor as an index into them.
    var line: (scalars: [UInt32], cursor: Int) {
        var cursor = 0
        var count = 0
        guard let buffer = unsafe spot_line(pointer, &cursor, &count) else { return ([], 0) }
        return unsafe (Array(UnsafeBufferPointer(start: buffer, count: count)), cursor)
    }

    /// Whether the cursor stands behind the last character, and how many there are.
    var position: (isAtEnd: Bool, count: Int) {
        var cursor = 0
        var count = 0
        _ = unsafe spot_line(pointer, &cursor, &count)
        return (cursor == count, count)
    }

    func moveCursor(by offset: Int) {
        if offset != 0 { _ = unsafe el_cursor(pointer, Int32(clamping: offset)) }
    }

    /// Inserts before the cursor.
    func insert(_ text: some Sequence<UInt32>) {
        let scalars = Array(text) + [0]
        if scalars.count > 1 { _ = unsafe spot_insert(pointer, scalars) }
    }

    /// Deletes before the cursor.
    func deleteBackward(_ count: Int) {
        if count > 0 { unsafe el_deletestr(pointer, Int32(clamping: count)) }
    }

    // MARK: The terminal

    /// Draws prompt and line from where the cursor is, as if nothing had been drawn.
    func drawAnew() { unsafe spot_refresh(pointer) }

    func beep() { unsafe el_beep(pointer) }

    /// Takes up a new size of the window.
    func resize() { unsafe el_resize(pointer) }

    func useEditingModes() { unsafe spot_prepare_terminal(pointer, 1) }

    func useOriginalModes() { unsafe spot_prepare_terminal(pointer, 0) }
}

/// Calls with words as a null-terminated array of C strings.
private func withArguments(
    _ words: [String], _ body: (Int32, UnsafeMutablePointer<UnsafePointer<CChar>?>) -> Void
) {
    let copies = unsafe words.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    var arguments: [UnsafePointer<CChar>?] = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
    unsafe arguments.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        unsafe body(Int32(words.count), base)
    }
}

/// The prompt in the form that libedit reads at every refresh.
@safe private final class PromptBuffer {
    private(set) var pointer = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

    init() { unsafe pointer.initialize(to: 0) }

    deinit { unsafe pointer.deallocate() }

    func set(_ scalars: [UInt32]) {
        unsafe pointer.deallocate()
        unsafe pointer = .allocate(capacity: scalars.count + 1)
        for (index, scalar) in scalars.enumerated() { unsafe (pointer + index).initialize(to: scalar) }
        unsafe (pointer + scalars.count).initialize(to: 0)
    }
}

/// Lets libedit's own searches (Ctrl-R, vi's `/`) walk the history without a copy of it.
@safe private final class HistoryBridge {
    let link = UnsafeMutablePointer<spot_history>.allocate(capacity: 1)
    private let history: EditorHistory
    private var current: UnsafeMutablePointer<UInt32>?
    private var index = 0

    init(_ history: EditorHistory) {
        self.history = history
        unsafe link.initialize(to: spot_history(context: nil, step: nil))
        unsafe link.pointee.context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe link.pointee.step = { context, operation, argument, number in
            guard let context = unsafe context else { return nil }
            let bridge = unsafe Unmanaged<HistoryBridge>.fromOpaque(context).takeUnretainedValue()
            return unsafe bridge.step(operation, Int(argument), number)
        }
    }

    deinit {
        unsafe link.deallocate()
        unsafe current?.deallocate()
    }

    /// libedit counts from the newest: first is the newest, next an older one.
    private func step(
        _ operation: Int32, _ argument: Int, _ number: UnsafeMutablePointer<Int32>?
    ) -> UnsafePointer<UInt32>? {
        let entries = history.entries
        let wanted: Int
        switch operation {
        case H_FIRST: wanted = entries.count - 1
        case H_LAST: wanted = 0
        case H_NEXT: wanted = index - 1
        case H_PREV: wanted = index + 1
        case H_SET: wanted = argument - 1
        case H_CURR: wanted = index
        default: return nil
        }
        guard entries.indices.contains(wanted) else { return nil }
        index = wanted
        unsafe number?.pointee = Int32(wanted + 1)
        unsafe current?.deallocate()
        let scalars = entries[wanted].unicodeScalars
        let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: scalars.count + 1)
        for (offset, scalar) in scalars.enumerated() { unsafe (copy + offset).initialize(to: scalar.value) }
        unsafe (copy + scalars.count).initialize(to: 0)
        unsafe current = copy
        return unsafe UnsafePointer(copy)
    }
}
