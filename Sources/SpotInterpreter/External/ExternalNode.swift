import SpotDiagnostics
import SpotValue

/// `!name args`: another program, found on PATH, without a shell in between.
final class ExternalNode: ProducerNode {
    let name: String
    let arguments: [Node]
    let input: Node?
    /// What to type where a word was meant for a shell (`*.sh`); nil where none was.
    let shellForm: String?

    init(name: String, arguments: [Node], input: Node?, shellForm: String?, _ place: Place) {
        self.name = name
        self.arguments = arguments
        self.input = input
        self.shellForm = shellForm
        super.init(place)
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let machine = frame.machine
        try machine.poll()
        let call = try call(frame)
        guard try machine.host.mayRun(program: name, place: place) else { return .many(ValueStream([])) }
        let lines = ExternalProgram.start(call)
        return .many(ExternalLines(lines, self, interruption: machine.interruption))
    }

    /// Runs it with the terminal for what it prints and for its keys: an editor, a pager.
    func runOnTerminal(_ frame: Frame) throws {
        let machine = frame.machine
        try machine.poll()
        let call = try call(frame)
        let outcome = try machine.host.lendTerminal {
            machine.interruption.turn.whileWaiting { ExternalProgram.runOnTerminal(call) }
        }
        if let error = error(outcome, adviseCatch: false) { throw error }
    }

    private func call(_ frame: Frame) throws -> ExternalCall {
        var words: [String] = []
        for argument in arguments {
            let value = try argument.evaluate(frame)
            if let list = value.listValue { words += list.map(Text.plain) } else { words.append(Text.plain(value)) }
        }
        let host = frame.machine.host
        return ExternalCall(
            name: name, arguments: words, input: try inputBytes(frame), environment: host.childEnvironment,
            folder: host.currentDirectory)
    }

    /// The error of how it ended; nil where it ended well.
    func error(_ outcome: ExternalOutcome, adviseCatch: Bool = true) -> Diagnostic? {
        switch outcome {
        case .success: nil
        case .interrupted: Failure.interrupted.at(place)
        case .notFound:
            Diagnostic(
                .external, code: "program_not_found", "there is no program `\(name)` on PATH", at: place,
                hint: "is it installed, and spelt so? a path works as well: !./\(name)")
        case .failed(let how):
            Diagnostic(
                .external, code: "program_failed", "`\(name)` \(how)", at: place,
                hint: shellForm.map { "its words are passed as typed; a shell's: \($0)" }
                    ?? (adviseCatch ? "try { !\(name) … } catch external { … } goes on" : nil))
        }
    }

    /// What is piped in as JSON lines; text by itself as it is.
    private func inputBytes(_ frame: Frame) throws -> [UInt8]? {
        guard let input else { return nil }
        var bytes: [UInt8] = []
        switch try input.produce(frame) {
        case .none: throw Failure.noValue(input.place)
        case .one(let value) where value.stringValue != nil: bytes += Array((value.stringValue ?? "").utf8) + [0x0A]
        case .one(let value): try append(.items(of: value), &bytes, frame.machine)
        case .many(let stream): try append(stream, &bytes, frame.machine)
        }
        return bytes
    }

    private func append(_ stream: ValueStream, _ bytes: inout [UInt8], _ machine: Machine) throws {
        stream.demand(.all)
        var areTexts = true
        while let value = try stream.next() {
            areTexts = areTexts && value.isString
            JSON.append(value, to: &bytes)
            bytes.append(0x0A)
        }
        if areTexts, !bytes.isEmpty, name != "jq" { adviseLines(machine) }
    }

    /// Who pipes names into `sort` expects no quotes: said once in a session.
    private func adviseLines(_ machine: Machine) {
        guard machine.host.lendsTerminal, !machine.hasAdvisedLines else { return }
        machine.hasAdvisedLines = true
        machine.host.warn(
            Diagnostic(
                .usage, code: "text_as_json", "texts go to `\(name)` as JSON, a line each, in quotes", at: place,
                hint: "… | to lines | !\(name) …", severity: .warning))
    }
}

/// What the program prints, line by line, as it comes.
private final class ExternalLines: ValueStream {
    private let lines: LineChannel
    private let node: ExternalNode
    private let interruption: Interruption

    init(_ lines: LineChannel, _ node: ExternalNode, interruption: Interruption) {
        self.lines = lines
        self.node = node
        self.interruption = interruption
        super.init()
    }

    deinit {
        lines.abandon()
    }

    override func next() throws -> Value? {
        let waker = interruption.addWaker { [lines] in lines.abandon() }
        defer { interruption.removeWaker(waker) }
        switch interruption.turn.whileWaiting({ lines.take() }) {
        case .line(let line): return .string(line)
        case .ended(let outcome):
            if interruption.isRaised { throw Failure.interrupted.at(node.place) }
            if let error = node.error(outcome) { throw error }
            return nil
        }
    }
}
