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
        items.demand(.all)
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
    /// Ends this job, and those that it started.
    let interruption: Interruption
    let done = DispatchSemaphore(value: 0)
    var outcome: Result<[Value], any Error> = .success([])

    init(number: Int, _ interruption: Interruption) {
        self.number = number
        self.interruption = interruption
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

    /// Who wants no more items wants no more work.
    deinit { cancelOthers() }

    override func demand(_ demand: Demand) {
        if demand == .all { source.demand(.all) }
    }

    override func next() throws -> Value? {
        while true {
            if let value = try ready?.next() { return value }
            do { try fill() } catch {
                cancelOthers()
                throw error
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

    private func fill() throws {
        while running.count < node.jobs, !isSourceDone {
            try frame.machine.poll()
            if let item = try source.next() { start(item) } else { isSourceDone = true }
        }
    }

    private func about(_ missing: MissingField, _ number: Int) -> any Error {
        var missing = missing
        if missing.itemSlot == node.slot { missing.item = "item \(number)" + (missing.item.map { ": \($0)" } ?? "") }
        return missing
    }

    private func start(_ item: Value) {
        started += 1
        let own = frame.copy(on: frame.machine.forked())
        let job = Job(number: started, own.machine.interruption)
        running.append(job)
        own[node.slot] = item
        if let variable = node.variable { own[variable] = item }
        let (body, parent) = (node.body, frame.machine.interruption)
        LargeStackThread.start(stackSize: EvaluatorThread.stackSize) {
            parent.turn.acquire()
            job.interruption.whileWorking(under: parent) {
                job.outcome = Result { try EachNode.run(body, own).items.collect() }
            }
            own.machine.retire()
            parent.turn.release()
            job.done.signal()
        }
    }

    /// The first error, or `exit`, ends the others: their requests are cancelled, and they are waited for.
    private func cancelOthers() {
        guard !running.isEmpty else { return }
        for job in running { job.interruption.raise() }
        frame.machine.interruption.turn.whileWaiting { for job in running { job.done.wait() } }
        running = []
    }
}
