import SpotSystem
import Subprocess

/// Opens a URL with the user's browser.
public struct SystemBrowser: Sendable {
    private let environment: [String: String]

    /// Takes the process's environment.
    public init(environment: [String: String]) {
        self.environment = environment
    }

    /// The programs to try, in order: those that `BROWSER` names (`:` between them, as everywhere), then the desktop's.
    var candidates: [String] {
        let named = (environment["BROWSER"] ?? "").split(separator: ":").map(String.init)
        let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].contains { !(environment[$0] ?? "").isEmpty }
        return named + (hasScreen ? ["xdg-open", "wslview", "x-www-browser"] : [])
    }

    /// Starts a browser.
    ///
    /// The URL is passed as one argument, never through a shell.
    ///
    /// - Returns: whether one was started; false at once where there is no screen (over SSH).
    public func open(_ url: String) async -> Bool {
        for candidate in candidates {
            let words = candidate.split(separator: " ").map(String.init)
            guard let program = words.first, isThere(program) else { continue }
            var arguments = words.dropFirst().map { $0 == "%s" ? url : $0 }
            if !words.contains("%s") { arguments.append(url) }
            start(program, Array(arguments))
            return true
        }
        return false
    }

    private func isThere(_ program: String) -> Bool {
        if program.contains("/") { return FileReading.exists(program) }
        return (environment["PATH"] ?? "").split(separator: ":").contains { FileReading.exists("\($0)/\(program)") }
    }

    /// Runs it beside us, since some browsers stay until their window is closed, and in a session of its own, so that a
    /// Ctrl-C here ends the sign-in and not the browser.
    ///
    /// It gets no secret from our environment.
    private func start(_ program: String, _ arguments: [String]) {
        let inherited = environment.filter { !EnvironmentCredentials.secretNames.contains($0.key) }
        Task.detached {
            var variables: [Environment.Key: String] = [:]
            for (name, value) in inherited { variables[Environment.Key(stringLiteral: name)] = value }
            var options = PlatformOptions()
            options.createSession = true
            // `env` takes a path as well as a name.
            _ = try? await run(
                .name("env"), arguments: Arguments([program] + arguments), environment: .custom(variables),
                platformOptions: options, input: .none, output: .discarded, error: .discarded)
        }
    }
}
