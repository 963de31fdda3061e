import SpotInterpreter

/// Completions for outer shells, made from the command table.
struct ShellCompletion {
    /// The shells.
    enum Shell: String, CaseIterable {
        case bash, zsh, fish
    }

    /// All of them.
    static let shells = Shell.allCases

    /// A word that may come next, and what it is.
    struct Candidate {
        var word: String
        var summary: String
    }

    /// An option of a command or of the program.
    struct Option {
        /// With its dashes.
        var name: String
        var summary: String
        var takesValue: Bool
        /// The words that it takes, where only some are right.
        var words: [String]
        /// Whether it takes a file.
        var isPath: Bool
    }

    /// A run of words: what may follow, and the options where it is a command.
    struct Step {
        /// The words, with spaces between.
        var path: String
        var next: [Candidate] = []
        var options: [Option] = []
        /// The words that its first argument may be.
        var words: [String] = []
        /// Whether its arguments are files.
        var takesFiles = false
    }

    /// Every run of words that begins a command; the empty one first.
    let steps: [Step]

    init(rows: [CommandDescription]) {
        var steps = [Step(path: "", options: Self.programOptions)]
        var indices = ["": 0]
        func index(of path: String) -> Int {
            if let index = indices[path] { return index }
            steps.append(Step(path: path))
            indices[path] = steps.count - 1
            return steps.count - 1
        }
        for row in rows where !row.isHidden {
            for name in [row.name] + row.aliases where name.allSatisfy({ $0.isLetter || $0 == " " || $0 == "-" }) {
                let words = name.split(separator: " ").map(String.init)
                for count in words.indices {
                    let parent = index(of: words.prefix(count).joined(separator: " "))
                    let isWhole = count == words.count - 1
                    if let known = steps[parent].next.firstIndex(where: { $0.word == words[count] }) {
                        if isWhole { steps[parent].next[known].summary = row.summary }
                    } else {
                        let summary = isWhole ? row.summary : "commands on \(words[count])"
                        steps[parent].next.append(Candidate(word: words[count], summary: summary))
                    }
                }
                Self.describe(row, in: &steps[index(of: name)])
            }
        }
        self.steps = steps
    }

    private static func describe(_ row: CommandDescription, in step: inout Step) {
        step.options = row.parameters.filter { $0.kind != .positional }.map { parameter in
            Option(
                name: "--" + parameter.name, summary: parameter.summary, takesValue: parameter.kind == .option,
                words: words(of: parameter), isPath: parameter.type == .path)
        }
        let positionals = row.parameters.filter { $0.kind == .positional }
        step.words = positionals.first.map(words) ?? []
        step.takesFiles = positionals.contains { $0.type == .path }
    }

    private static func words(of parameter: Parameter) -> [String] {
        if case .enumeration(let words) = parameter.type { return words }
        return parameter.type == .bool && parameter.kind != .flag ? ["true", "false"] : []
    }

    /// The parameters of a script for a shell to read, three fields a line with a tab between: `--name`, or `.` for what
    /// has its place; the words that it takes, `-` for none, `*` for any, `PATH` for a file; the summary.
    static func lines(of parameters: [Parameter]) -> String {
        parameters.map { parameter in
            let name = parameter.kind == .positional ? "." : "--" + parameter.name
            let words = words(of: parameter)
            let taken =
                parameter.kind == .flag
                ? "-" : parameter.type == .path ? "PATH" : words.isEmpty ? "*" : words.joined(separator: " ")
            return "\(name)\t\(taken)\t\(parameter.summary)\n"
        }.joined()
    }

    private static var programOptions: [Option] {
        ProgramOption.all.map { option in
            Option(
                name: option.name, summary: option.summary, takesValue: option.value != nil, words: option.words,
                isPath: option.value == "PATH")
        } + [Option(name: "-c", summary: "run this code", takesValue: true, words: [], isPath: false)]
    }

    /// The script for a shell.
    func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// Options that take a value, for the walk over what was typed.
    func valued(_ step: Step) -> [String] { step.options.filter(\.takesValue).map(\.name) }

    /// A text in single quotes, as sh and zsh read it.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
