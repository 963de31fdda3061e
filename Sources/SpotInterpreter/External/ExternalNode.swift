import SpotDiagnostics
import SpotValue

/// `!name args`: another program, found on PATH, without a shell in between.
final class ExternalNode: ProducerNode {
    let name: String
    let arguments: [Node]
    let input: Node?

    init(name: String, arguments: [Node], input: Node?, _ place: Place) {
        self.name = name
        self.arguments = arguments
        self.input = input
        super.init(place)
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let machine = frame.machine
        try machine.poll()
        var words: [String] = []
        for argument in arguments {
            let value = try argument.evaluate(frame)
            if let list = value.listValue { words += list.map(Text.plain) } else { words.append(Text.plain(value)) }
        }
        let input = try inputBytes(frame)
        guard try machine.host.mayRun(program: name, place: place) else { return .many(ValueStream([])) }
        let call = ExternalCall(
            name: name, arguments: words, input: input, environment: machine.host.childEnvironment,
            folder: machine.host.currentDirectory)
        let lines = ExternalProgram.start(call)
        return .many(ExternalLines(lines, name: name, place: place, interruption: machine.interruption))
    }

    /// What is piped in as JSON lines; text by itself as it is.
    private func inputBytes(_ frame: Frame) throws -> [UInt8]? {
        guard let input else { return nil }
        var bytes: [UInt8] = []
        switch try input.produce(frame) {
        case .none: throw Failure.noValue(input.place)
        case .one(let value) where value.stringValue != nil: bytes += Array((value.stringValue ?? "").utf8) + [0x0A]
        case .one(let value): try append(.items(of: value), &bytes)
        case .many(let stream): try append(stream, &bytes)
        }
        return bytes
    }

    private func append(_ stream: ValueStream, _ bytes: inout [UInt8]) throws {
        stream.demand(.all)
        while let value = try stream.next() {
            JSON.append(value, to: &bytes)
            bytes.append(0x0A)
        }
    }
}

/// What the program prints, line by line, as it comes.
private final class ExternalLines: ValueStream {
    private let lines: LineChannel
    private let name: String
    private let place: Place
    private let interruption: Interruption

    init(_ lines: LineChannel, name: String, place: Place, interruption: Interruption) {
        self.lines = lines
        self.name = name
        self.place = place
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
            if interruption.isRaised { throw Failure.interrupted.at(place) }
            switch outcome {
            case .success: return nil
            case .notFound:
                throw Diagnostic(
                    .external, code: "program_not_found", "there is no program `\(name)` on PATH", at: place,
                    hint: "is it installed, and spelt so? a path works as well: !./\(name)")
            case .failed(let how):
                throw Diagnostic(
                    .external, code: "program_failed", "`\(name)` \(how)", at: place,
                    hint: "try { !\(name) … } catch external { … } goes on")
            }
        }
    }
}
