import SpotDiagnostics
import SpotSyntax
import SpotValue

extension Compiler {
    /// `!name args`.
    func compileExternal(_ name: String, _ arguments: [Argument], input: Node?, _ stage: Stage) -> Node {
        checkRedirection(arguments, stage)
        let words = arguments.compactMap { argument in
            if case .word(let word) = argument.kind { word } else { nil }
        }
        let isMeantForShell = words.contains { $0.contains("*") || $0.hasPrefix("~") }
        return ExternalNode(
            name: name, arguments: arguments.map(compileExternalArgument), input: input,
            shellForm: isMeantForShell && words.count == arguments.count ? shellForm(stage) : nil, place(stage.span))
    }

    /// A word that begins with a dot is a path only where there is a current item (`!jq .name` is jq's own).
    private func compileExternalArgument(_ argument: Argument) -> Node {
        if case .expression(let expression) = argument.kind {
            let isPath = source.bytes[argument.span.lower] == 0x2E
            if !isPath || !scope.items.isEmpty { return compileExpression(expression) }
        }
        return ConstantNode(.string(source.text(in: argument.span)), place(argument.span))
    }

    /// `!sh -c 'ls *.sh'`.
    private func shellForm(_ stage: Stage) -> String {
        let text = source.text(in: stage.span).dropFirst()
        return "!sh -c \(Parser.quoteWord(String(text)))"
    }

    /// `!echo hello > x.txt` prints the sign and the name.
    private func checkRedirection(_ arguments: [Argument], _ stage: Stage) {
        let signs = [">", ">>", "<", "2>", "&>", "2>&1", "&&", "&"]
        for (index, argument) in arguments.enumerated() {
            guard case .word(let word) = argument.kind, signs.contains(word) else { continue }
            var hint: String?
            if word == ">" || word == ">>", index == arguments.count - 2, index > 0,
                case .word(let file) = arguments[index + 1].kind
            {
                let command = source.text(in: Span(stage.span.lower, arguments[index - 1].span.upper))
                hint = "\(command) | save \(file) --format lines\(word == ">" ? "" : " --append")"
            } else if arguments.allSatisfy({ if case .word = $0.kind { true } else { false } }) {
                hint = shellForm(stage)
            }
            warn(
                "shell_sign", "`\(word)` is passed to the program as it is: no shell stands between", argument.span,
                hint: hint, urgent: true)
            return
        }
    }
}
