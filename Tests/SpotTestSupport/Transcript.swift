/// Sessions as text: what is typed and what is answered, in cases.
///
/// A line that begins with `> ` is typed, `. ` continues it; what follows is the answer, up to the next prompt or a
/// blank line before a prompt. `# heading` (after a blank line) begins a case, which has a session of its own.
public struct Transcript {
    /// One input and its answer.
    public struct Step {
        /// What is typed, lines joined by LF.
        public var code: String
        /// What is answered, without the last line end.
        public var expected: String
        /// The lines of the answer in the file, from 0.
        var answer: Range<Int>
        /// The line of the prompt, from 1.
        public var line: Int
    }

    /// Steps that share a session.
    public struct Case {
        /// The heading, or "" before the first.
        public var heading: String
        /// What is typed and answered.
        public var steps: [Step]
    }

    /// The cases in order.
    public var cases: [Case] = []
    /// The file's lines.
    private var lines: [String]

    /// Reads a transcript, or the `spot-transcript` fences of a Markdown page.
    public init(_ text: String, isMarkdown: Bool = false) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var reader = Reader(lines: lines)
        cases = isMarkdown ? reader.readFences() : reader.readCases(upTo: lines.count)
    }

    /// The text with these answers in place of the expected ones, in the order of all steps.
    public func recording(_ answers: [String]) -> String {
        var result: [String] = []
        var position = 0
        for (step, answer) in zip(cases.flatMap(\.steps), answers) {
            result += lines[position..<step.answer.lowerBound]
            if !answer.isEmpty {
                result += answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            }
            position = step.answer.upperBound
        }
        result += lines[position...]
        return result.joined(separator: "\n")
    }

    /// Finds prompts and answers in lines.
    private struct Reader {
        let lines: [String]
        var index = 0

        /// The parts of a Markdown page between ```` ```spot-transcript ```` and ```` ``` ````; each is a case.
        mutating func readFences() -> [Case] {
            var cases: [Case] = []
            while index < lines.count {
                let line = lines[index].trimmingSpaces
                index += 1
                guard line == "```spot-transcript" else { continue }
                let start = index
                let end = lines[start...].firstIndex { $0.trimmingSpaces == "```" } ?? lines.count
                var found = readCases(upTo: end)
                for number in found.indices where found[number].heading.isEmpty {
                    found[number].heading = "fence at line \(start)"
                }
                cases += found
                index = end + 1
            }
            return cases
        }

        mutating func readCases(upTo end: Int) -> [Case] {
            var cases: [Case] = []
            var current = Case(heading: "", steps: [])
            while index < end {
                if isHeading(index) {
                    if !current.steps.isEmpty { cases.append(current) }
                    current = Case(heading: String(lines[index].dropFirst(2)), steps: [])
                    index += 1
                } else if lines[index].hasPrefix("> ") || lines[index] == ">" {
                    current.steps.append(readStep(upTo: end))
                } else {
                    index += 1
                }
            }
            if !current.steps.isEmpty { cases.append(current) }
            return cases
        }

        private func isHeading(_ index: Int) -> Bool {
            lines[index].hasPrefix("# ") && (index == 0 || lines[index - 1].isEmpty)
        }

        private mutating func readStep(upTo end: Int) -> Step {
            let line = index + 1
            var code = [String(lines[index].dropFirst(2))]
            index += 1
            while index < end, lines[index].hasPrefix(". ") || lines[index] == "." {
                code.append(String(lines[index].dropFirst(2)))
                index += 1
            }
            let start = index
            while index < end, !lines[index].hasPrefix("> "), lines[index] != ">", !isHeading(index) { index += 1 }
            var last = index
            while last > start, lines[last - 1].isEmpty { last -= 1 }
            return Step(
                code: code.joined(separator: "\n"), expected: lines[start..<last].joined(separator: "\n"),
                answer: start..<last, line: line)
        }
    }
}

extension String {
    /// Without spaces at the ends.
    fileprivate var trimmingSpaces: String {
        let start = drop { $0 == " " }
        guard let end = start.lastIndex(where: { $0 != " " }) else { return "" }
        return String(start[...end])
    }
}
