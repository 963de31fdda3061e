import FoundationEssentials
public import SpotSystem

/// Everything that a session takes from the world outside, in one place; tests make their own.
public struct ShellEnvironment: Sendable {
    /// The process's variables.
    public var variables: [String: String]
    /// The working folder.
    public var currentDirectory: String
    /// Standard output.
    public var output: StreamWriter
    /// Standard error.
    public var log: StreamWriter
    /// Whether standard input is a terminal.
    public var isInputTerminal: Bool
    /// Whether standard output is a terminal.
    public var isOutputTerminal: Bool
    /// Whether standard error is a terminal.
    public var isLogTerminal: Bool
    /// The clock.
    public var time: any TimeSource
    /// Random bits.
    public var randomness: Randomness

    /// The process's own.
    public static func process() -> ShellEnvironment {
        ShellEnvironment(
            variables: ProcessInfo.processInfo.environment,
            currentDirectory: FileManager.default.currentDirectoryPath,
            output: StreamWriter(descriptor: 1), log: StreamWriter(descriptor: 2),
            isInputTerminal: Terminal.isTerminal(0), isOutputTerminal: Terminal.isTerminal(1),
            isLogTerminal: Terminal.isTerminal(2), time: SystemTime(), randomness: .system)
    }

    /// A variable, or nil where it is not set or empty.
    func variable(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a stream gets colours.
    func usesColor(_ choice: ColorChoice, isTerminal: Bool) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isTerminal && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
        }
    }
}
