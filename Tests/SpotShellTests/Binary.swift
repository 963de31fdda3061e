import Foundation
import Subprocess

/// The real binary, run as a user runs it: own home, no terminal.
struct Binary: Sendable {
    /// A folder that is this test's alone: home, working folder and everything in them.
    let folder: TemporaryFolder
    /// Variables on top of the hermetic ones.
    var variables: [String: String] = [:]

    /// What a run gave.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var log: String
    }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Where the products of this build are: beside the test bundle.
    static let products: String = {
        let bundle = CommandLine.arguments.first.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath() }
        var candidate = bundle?.deletingLastPathComponent()
        while let folder = candidate, folder.path != "/" {
            if FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent("spotsh").path) {
                return folder.path
            }
            candidate = folder.deletingLastPathComponent()
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug").resolvingSymlinksInPath().path
    }()

    /// The path of the binary.
    static var path: String { products + "/spotsh" }

    /// Variables that no test inherits from the machine.
    var environment: [String: String] {
        var all = [
            "PATH": Self.products + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder.path,
            "SPOTSH_HOME": folder.path + "/spotsh", "LC_ALL": "C.UTF-8", "TERM": "dumb", "TZ": "UTC",
        ]
        for (name, value) in variables { all[name] = value }
        return all
    }

    /// Runs `spotsh` with these arguments.
    func run(_ arguments: [String], input: String = "") async throws -> Outcome {
        try await launch(Self.path, arguments, input: input)
    }

    /// Runs a line of `sh`, with the binary on PATH.
    func shell(_ line: String, input: String = "") async throws -> Outcome {
        try await launch("/bin/sh", ["-c", line], input: input)
    }

    private func launch(_ program: String, _ arguments: [String], input: String) async throws -> Outcome {
        var values: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment { values[.init(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(["-c", "cd \"$0\" && exec \"$@\"", folder.path, program] + arguments),
            environment: .custom(values), input: .string(input), output: .string(limit: 64_000_000),
            error: .string(limit: 16_000_000))
        let status: Int32 =
            switch result.terminationStatus {
            case .exited(let code): Int32(code)
            case .signaled(let signal): 128 + Int32(signal)
            }
        return Outcome(status: status, output: result.standardOutput, log: result.standardError)
    }
}

/// A folder that goes away with its last user.
final class TemporaryFolder: Sendable {
    /// Its path.
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("spotsh-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file in it and gives its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Reads a file in it.
    func read(_ name: String) throws -> String {
        try String(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name), encoding: .utf8)
    }
}
