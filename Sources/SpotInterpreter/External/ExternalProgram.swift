import Dispatch
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// What is to be run.
struct ExternalCall: Sendable {
    var name: String
    var arguments: [String]
    /// All of its standard input; nil for none.
    var input: [UInt8]?
    var environment: [String: String]
    var folder: String
}

/// Running other programs.
enum ExternalProgram {
    /// Starts a program; its standard error is ours.
    static func start(_ call: ExternalCall) -> LineChannel {
        let channel = LineChannel()
        let task = Task.detached { await run(call, channel) }
        channel.onAbandon { task.cancel() }
        return channel
    }

    /// Runs a program that has our terminal, to its end.
    ///
    /// It belongs to our job, so that Ctrl-C and Ctrl-Z reach it, and Ctrl-Z stops us as well.
    static func runOnTerminal(_ call: ExternalCall) -> ExternalOutcome {
        let ended = DispatchSemaphore(value: 0)
        let outcome = Mutex(ExternalOutcome.success)
        Task.detached {
            let result = await runOnTerminal(call)
            outcome.withLock { $0 = result }
            ended.signal()
        }
        ended.wait()
        return outcome.withLock { $0 }
    }

    private static func runOnTerminal(_ call: ExternalCall) async -> ExternalOutcome {
        let configuration = configuration(call)
        do {
            let status: TerminationStatus
            if let input = call.input {
                status = try await Subprocess.run(
                    configuration, input: .inputWriter, output: .currentStandardOutput, error: .currentStandardError
                ) { execution in
                    await write(input, to: execution.standardInputWriter)
                }.terminationStatus
            } else {
                status = try await Subprocess.run(
                    configuration, input: .currentStandardInput, output: .currentStandardOutput,
                    error: .currentStandardError
                ).terminationStatus
            }
            // 2 is SIGINT: Ctrl-C was pressed.
            if case .signaled(2) = status { return .interrupted }
            return self.outcome(of: status)
        } catch {
            return self.outcome(of: error)
        }
    }

    private static func configuration(_ call: ExternalCall) -> Configuration {
        var environment: [Environment.Key: String] = [:]
        for (key, value) in call.environment { environment[Environment.Key(stringLiteral: key)] = value }
        let isPath = call.name.contains("/")
        return Configuration(
            executable: isPath ? .path(FilePath(call.name)) : .name(call.name), arguments: Arguments(call.arguments),
            environment: .custom(environment), workingDirectory: FilePath(call.folder))
    }

    private static func run(_ call: ExternalCall, _ channel: LineChannel) async {
        do {
            let result = try await Subprocess.run(
                configuration(call), input: .inputWriter, output: .sequence, error: .currentStandardError
            ) { execution in
                async let writing: Void = write(call.input ?? [], to: execution.standardInputWriter)
                for try await line in execution.standardOutput.strings() {
                    let bare =
                        line.hasSuffix("\r\n") ? line.dropLast(1) : line.hasSuffix("\n") ? line.dropLast() : line[...]
                    guard await channel.put(String(bare)) else { break }
                }
                await writing
            }
            channel.end(outcome(of: result.terminationStatus))
        } catch {
            channel.end(outcome(of: error))
        }
    }

    /// A program that does not read its input to the end is no error.
    private static func write(_ input: [UInt8], to writer: StandardInputWriter) async {
        if !input.isEmpty { _ = try? await writer.write(input) }
        try? await writer.finish()
    }

    private static func outcome(of error: any Error) -> ExternalOutcome {
        if let error = error as? SubprocessError, error.code == .executableNotFound { return .notFound }
        return .failed("could not be run: \(error)")
    }

    private static func outcome(of status: TerminationStatus) -> ExternalOutcome {
        switch status {
        case .exited(let code): return code == 0 ? .success : .failed("ended with status \(code)")
        // 13 is SIGPIPE: the reader had enough.
        case .signaled(let signal): return signal == 13 ? .success : .failed("was ended by signal \(signal)")
        }
    }
}
