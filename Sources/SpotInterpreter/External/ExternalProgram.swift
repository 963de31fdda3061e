import Subprocess

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

    private static func run(_ call: ExternalCall, _ channel: LineChannel) async {
        var environment: [Environment.Key: String] = [:]
        for (key, value) in call.environment { environment[Environment.Key(stringLiteral: key)] = value }
        let path = call.name.contains("/")
        do {
            let result = try await Subprocess.run(
                path ? .path(FilePath(call.name)) : .name(call.name), arguments: Arguments(call.arguments),
                environment: .custom(environment), workingDirectory: FilePath(call.folder), input: .inputWriter,
                output: .sequence, error: .currentStandardError
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
        } catch let error as SubprocessError where error.code == .executableNotFound {
            channel.end(.notFound)
        } catch {
            channel.end(.failed("could not be run: \(error)"))
        }
    }

    /// A program that does not read its input to the end is no error.
    private static func write(_ input: [UInt8], to writer: StandardInputWriter) async {
        if !input.isEmpty { _ = try? await writer.write(input) }
        try? await writer.finish()
    }

    private static func outcome(of status: TerminationStatus) -> ExternalOutcome {
        switch status {
        case .exited(let code): return code == 0 ? .success : .failed("ended with status \(code)")
        // 13 is SIGPIPE: the reader had enough.
        case .signaled(let signal): return signal == 13 ? .success : .failed("was ended by signal \(signal)")
        }
    }
}
