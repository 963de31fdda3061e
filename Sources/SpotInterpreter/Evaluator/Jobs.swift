import Dispatch
import SpotDiagnostics
import SpotSystem
import SpotValue

/// `each --jobs N { … }`: as `each`, with up to N items under way at once; the order stays.
///
/// Only one thread evaluates at any time (``Turn``): what goes on side by side is waiting, for requests, other programs
/// and `sleep`. So variables and nodes need no locks.
final class JobsNode: RowStageNode {
    let jobs: Int
    let variable: Int?
    let body: StatementNode
    let yieldsNothing: Bool

    init(
        _ input: Node, slot: Int, jobs: Int, variable: Int?, body: StatementNode, yieldsNothing: Bool, _ place: Place
    ) {
        self.yieldsNothing = yieldsNothing
        self.jobs = jobs
        self.variable = variable
        self.body = body
        super.init(input, slot: slot, place)
    }

    override func produce(_ frame: Frame) throws -> CommandResult {
        let items = try items(frame)
        guard yieldsNothing else { return .many(items) }
        while try items.next() != nil {}
        return .none
    }

    override func items(_ frame: Frame) throws -> ValueStream {
        JobsStream(try input.items(frame), frame, self)
    }
}

/// One item under way.
private final class Job {
    let number: Int
    let done = DispatchSemaphore(value: 0)
    var outcome: Result<[Value], any Error> = .success([])

    init(number: Int) {
        self.number = number
    }
}

private final class JobsStream: ValueStream {
    private let source: ValueStream
    private let frame: Frame
    private let node: JobsNode
    private var running: [Job] = []
    private var ready: ListStream?
    private var started = 0
    private var isSourceDone = false

    init(_ source: ValueStream, _ frame: Frame, _ node: JobsNode) {
        self.source = source
        self.frame = frame
        self.node = node
        super.init()
    }

    override func next() throws -> Value? {
        while true {
            if let value = try ready?.next() { return value }
            while running.count < node.jobs, !isSourceDone {
                try frame.machine.poll()
                if let item = try source.next() { start(item) } else { isSourceDone = true }
            }
            guard !running.isEmpty else { return nil }
            let job = running.removeFirst()
            frame.machine.interruption.turn.whileWaiting { job.done.wait() }
            do { ready = ListStream(List(try job.outcome.get())) } catch {
                cancelOthers()
                let missing = (error as? MissingField).map { about($0, job.number) }
                throw Failure.called(missing ?? error, "each (item \(job.number))", node.place)
            }
        }
    }

    private func about(_ missing: MissingField, _ number: Int) -> any Error {
        var missing = missing
        if missing.itemSlot == node.slot { missing.item = "item \(number)" + (missing.item.map { ": \($0)" } ?? "") }
        return missing
    }

    private func start(_ item: Value) {
        started += 1
        let job = Job(number: started)
        running.append(job)
        let own = Frame(copying: frame, machine: frame.machine.forked())
        own.slots[node.slot] = item
        if let variable = node.variable { own.slots[variable] = item }
        let (body, turn) = (node.body, frame.machine.interruption.turn)
        LargeStackThread.start(stackSize: EvaluatorThread.stackSize) {
            turn.acquire()
            job.outcome = Result { try EachNode.run(body, own).items.collect() }
            turn.release()
            job.done.signal()
        }
    }

    /// The first error, or `exit`, ends the others: their requests are cancelled, and they are waited for.
    private func cancelOthers() {
        guard !running.isEmpty else { return }
        let interruption = frame.machine.interruption
        let wasRaised = interruption.isRaised
        interruption.raise()
        interruption.turn.whileWaiting { for job in running { job.done.wait() } }
        running = []
        if !wasRaised { interruption.clear() }
    }
}
