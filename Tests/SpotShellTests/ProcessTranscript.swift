import Foundation
import SpotTestSupport

/// Command lines and what they print, as text: `$ command`, the lines that follow, and `[code]` where it is not 0.
///
/// Both streams are merged. A line `...` stands for any number of lines. A heading (`# …`) begins a case with a home of
/// its own; a line `< name` … `<` before a command writes a file of that name. A line `@ 404 {"error": …}` in a case is a
/// Web API that gives every request this answer, for the commands of the case; `$SERVER` is its address.
struct ProcessTranscript {
    /// One command and what is expected.
    struct Step {
        var line: Int
        var command: String
        var expected: [String]
        /// The first and last index of the expected lines in the file.
        var range: Range<Int>
    }

    /// Steps with one home.
    struct Case {
        var title: String
        var files: [(name: String, text: String)] = []
        /// What the Web API answers, as HTTP writes it.
        var answer: String?
        var steps: [Step] = []
    }

    /// The cases, in order.
    var cases: [Case] = []
    private var lines: [String]

    /// Reads a transcript; with `showsFiles` the first step `$ cat NAME` shows a file that is written from what it prints.
    init(_ text: String, showsFiles: Bool = false) {
        lines = text.components(separatedBy: "\n")
        var current = Case(title: "beginning")
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.hasPrefix("# ") {
                if !current.steps.isEmpty { cases.append(current) }
                current = Case(title: String(line.dropFirst(2)))
                index += 1
            } else if line.hasPrefix("< ") {
                let end = lines[(index + 1)...].firstIndex(of: "<") ?? lines.count
                let body = lines[(index + 1)..<end].joined(separator: "\n") + "\n"
                current.files.append((String(line.dropFirst(2)), body))
                index = end + 1
            } else if line.hasPrefix("@ ") {
                current.answer = Self.answer(line.dropFirst(2))
                index += 1
            } else if line.hasPrefix("$ ") {
                var command = String(line.dropFirst(2))
                var next = index + 1
                while next < lines.count, lines[next].hasPrefix("+ ") {
                    command += "\n" + lines[next].dropFirst(2)
                    next += 1
                }
                let end =
                    lines[next...].firstIndex { $0.isEmpty || $0.hasPrefix("$ ") } ?? lines.count
                let words = command.split(separator: " ").map(String.init)
                if showsFiles, words.count == 2, words[0] == "cat" {
                    current.files.append((words[1], lines[next..<end].joined(separator: "\n") + "\n"))
                }
                current.steps.append(
                    Step(line: index + 1, command: command, expected: Array(lines[next..<end]), range: next..<end))
                index = end
            } else {
                index += 1
            }
        }
        if !current.steps.isEmpty { cases.append(current) }
    }

    /// An answer of HTTP of `STATUS BODY`.
    private static func answer(_ text: Substring) -> String {
        let parts = text.split(separator: " ", maxSplits: 1)
        let body = parts.count > 1 ? String(parts[1]) : ""
        return "HTTP/1.1 \(parts.first ?? "200") Answer\r\nLocation: https://elsewhere.test/\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    /// Runs all cases: each difference is a text, and the file's new text comes with them.
    func differences() async throws -> (found: [String], rewritten: String) {
        var found: [String] = []
        var replacements: [(Range<Int>, [String])] = []
        for one in cases {
            var binary = try Binary()
            let server = one.answer.map { RawServer($0) }
            if let url = server?.url {
                binary.variables = ["SPOTSH_API_URL": url + "/v1", "SPOTSH_TOKEN": "canary-token", "SERVER": url]
            }
            for file in one.files { try binary.folder.write(file.name, file.text) }
            for step in one.steps {
                let outcome = try await binary.shell("exec 2>&1\n" + step.command)
                var actual = outcome.output.components(separatedBy: "\n").map { $0 == "" ? "(empty line)" : $0 }
                if actual.last == "(empty line)" { actual.removeLast() }
                if outcome.status != 0 { actual.append("[\(outcome.status)]") }
                if !Self.matches(step.expected[...], actual[...]) {
                    found.append(
                        "line \(step.line) (\(one.title)): $ \(step.command)\nexpected:\n"
                            + step.expected.joined(separator: "\n") + "\nbut it printed:\n"
                            + actual.joined(separator: "\n"))
                    replacements.append((step.range, actual))
                }
            }
        }
        var rewritten = lines
        for (range, actual) in replacements.reversed() { rewritten.replaceSubrange(range, with: actual) }
        return (found, rewritten.joined(separator: "\n"))
    }

    /// Whether the lines are as expected; `...` stands for any number of lines.
    static func matches(_ expected: ArraySlice<String>, _ actual: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return actual.isEmpty }
        if first == "..." {
            return (actual.startIndex...actual.endIndex).contains { matches(expected.dropFirst(), actual[$0...]) }
        }
        guard let line = actual.first, lineMatches(first, line) else { return false }
        return matches(expected.dropFirst(), actual.dropFirst())
    }

    /// Whether one line is as expected; `*?*` stands for any text in it (a port, an id, a time).
    private static func lineMatches(_ expected: String, _ actual: String) -> Bool {
        let parts = expected.components(separatedBy: "*?*")
        guard parts.count > 1 else { return expected == actual }
        var rest = Substring(actual)
        for (index, part) in parts.enumerated() {
            if index == 0 {
                guard rest.hasPrefix(part) else { return false }
                rest = rest.dropFirst(part.count)
            } else if index == parts.count - 1 {
                return part.isEmpty || rest.hasSuffix(part)
            } else if let range = rest.range(of: part) {
                rest = rest[range.upperBound...]
            } else {
                return false
            }
        }
        return true
    }
}
