import Foundation
import SpotTestSupport
import Testing

/// The real binary on a terminal, with a home of its own.
struct TerminalStage {
    let binary: Binary

    init() throws {
        binary = try Binary()
    }

    /// The same with a binary that knows more.
    init(_ binary: Binary) {
        self.binary = binary
    }

    func start(
        _ arguments: [String] = [], _ variables: [String: String] = [:], columns: Int = 80, rows: Int = 24,
        executable: String = Binary.path
    ) throws -> PtySession {
        var environment = binary.environment
        // A crash is wanted in a test: its backtrace is not.
        let defaults = ["TERM": "xterm-256color", "SPOTSH_EDITRC": "off", "SWIFT_BACKTRACE": "enable=no"]
        for (name, value) in defaults.merging(variables, uniquingKeysWith: { $1 }) { environment[name] = value }
        return try PtySession(
            executable: executable, arguments: arguments, environment: environment, columns: columns, rows: rows)
    }

    /// A session at its first prompt.
    func prompt(_ variables: [String: String] = [:]) throws -> PtySession {
        let session = try start(["--quiet"], variables)
        try session.wait(forLine: "spotsh>")
        return session
    }

    /// A session on the demo service at its first prompt.
    func demo() throws -> PtySession {
        let session = try start(["--quiet", "--demo"])
        try session.wait(forLine: "demo>")
        return session
    }

    /// Writes a program into a folder of its own, for PATH; gives the folder.
    func program(_ name: String, _ code: String) throws -> String {
        let path = try binary.folder.write("programs/\(name)", "#!/bin/sh\n\(code)\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return binary.folder.path + "/programs"
    }

    /// Leaves with Ctrl-D.
    func leave(_ session: PtySession) throws {
        session.send("\u{4}")
        #expect(try session.waitForExit() == 0)
    }
}
