import SpotDiagnostics
import SpotValue

/// Commands that talk to the user, and those that wait and check.
extension ValueCommands {
    static let outputs: [Command] = [print, log, show, input]
    static let session: [Command] = [sleep, env, assert]

    private static let print = Command(printRow) { invocation in
        try write(invocation) { try invocation.host.writeOutput($0) }
        return .none
    }

    private static var printRow: CommandDescription {
        var row = writing(
            "print", "Writes text to standard output",
            example: .init("print \"a\" [1 2] 007", "joined with spaces", output: "a [1,2] 007"))
        row.parameters.append(Parameter("no-newline", .flag, .bool, "without the line end after the last"))
        row.examples.append(.init("print --no-newline \"a\"; print \"b\"", "on one line", output: "ab"))
        return row
    }

    private static let log = Command(
        writing("log", "Writes text to standard error", example: .init("log \"three tracks left\"", "a note"))
    ) { invocation in
        try write(invocation) { invocation.host.writeLog($0) }
        return .none
    }

    private static func writing(_ name: String, _ summary: String, example: CommandDescription.Example)
        -> CommandDescription
    {
        CommandDescription(
            name, summary, area: "values",
            parameters: [Parameter("values", .positional, .any, "what to write", repeated: true, input: true)],
            examples: [example])
    }

    private static func write(_ invocation: Invocation, _ line: (String) throws -> Void) throws {
        let end = invocation.flag("no-newline") ? "" : "\n"
        switch invocation.input {
        case .many(let stream):
            // A line is written as soon as its item is there: the end of one stands before the next.
            var before = ""
            while let value = try stream.next() {
                try line(before + Text.plain(value) + end)
                if end.isEmpty { before = "\n" }
            }
        case .one(let value): try line(Text.plain(value) + end)
        case nil:
            let values = invocation["values"]?.listValue ?? List([])
            try line(values.map(Text.plain).joined(separator: " ") + end)
        }
    }

    private static let show = Command(
        CommandDescription(
            "show", "Shows values as the prompt does: a table on a terminal, JSON otherwise", area: "values",
            parameters: [.values], examples: [.init("[{a: 1}] | show", "a table")])
    ) { invocation in
        let result: CommandResult =
            switch invocation.input {
            case .many(let stream): .many(stream)
            case .one(let value): .one(value)
            case nil: .one(invocation["values"] ?? .null)
            }
        _ = try invocation.host.show(result)
        return .none
    }

    private static let input = Command(
        CommandDescription(
            "input", "Asks a question on the terminal and yields the answer", area: "values", yields: .one,
            parameters: [
                Parameter("question", .positional, .string, "what to ask", default: ""),
                Parameter("secret", .flag, .bool, "without showing what is typed"),
            ],
            examples: [.init("let name = (input \"Name: \")", "a line")])
    ) { invocation in
        let question = invocation["question"]?.stringValue ?? ""
        guard let answer = try invocation.host.ask(question, isSecret: invocation.flag("secret")) else {
            throw Diagnostic(
                .io, code: "no_terminal", "there is no terminal to ask on", at: invocation.place,
                hint: "a `param` takes the value from the command line")
        }
        return .one(.string(answer))
    }

    private static let sleep = Command(
        CommandDescription(
            "sleep", "Waits; Ctrl-C ends it", area: "values",
            parameters: [Parameter("time", .positional, .duration, "how long", required: true)],
            examples: [.init("sleep 1s500ms", "a second and a half")])
    ) { invocation in
        let duration = invocation["time"]?.doubleValue ?? 0
        try Pause.milliseconds(Int64(max(0, min(duration, 1e12))), invocation.host.interruption)
        return .none
    }

    private static let env = Command(
        CommandDescription(
            "env", "A variable of the environment; not_found where it is not set", area: "values", yields: .one,
            parameters: [Parameter("name", .positional, .string, "the variable", required: true)],
            examples: [.init("(env EDITOR)? ?? \"vi\"", "with a default")])
    ) { invocation in
        let name = invocation["name"]?.stringValue ?? ""
        guard let value = try invocation.host.environmentVariable(name) else {
            throw Diagnostic(
                .notFound, code: "not_set", "the environment has no \(name)", at: invocation.place,
                hint: "(env \(name))? ?? \"…\"")
        }
        return .one(.string(value))
    }

    private static let assert = Command(
        CommandDescription(
            "assert", "Fails where a condition is false", area: "values",
            parameters: [
                Parameter("condition", .positional, .bool, "what must be true", required: true),
                Parameter("message", .positional, .string, "what to say otherwise"),
            ],
            examples: [.init("assert ([1 2] | contains 2)", "holds")])
    ) { invocation in
        guard invocation["condition"]?.boolValue == true else {
            throw Diagnostic(
                .user, code: "assertion_failed", invocation["message"]?.stringValue ?? "the assertion is false",
                at: invocation.place(of: "condition"))
        }
        return .none
    }
}
