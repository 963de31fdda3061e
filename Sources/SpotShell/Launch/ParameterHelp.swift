import SpotCommands
import SpotInterpreter
import SpotSyntax
import SpotValue

/// `FILE.spot --help`: made from the script's `param` lines and its first comment.
enum ParameterHelp {
    /// The text; of a script with mistakes, as far as its `param` lines can be read.
    static func text(_ script: Script, _ program: Program?, named name: String) -> String {
        var text = ""
        if let help = script.help, !help.isEmpty { text += help + "\n\n" }
        let parameters = program?.parameters.map(\.parameter) ?? []
        text += "usage: spotsh \(name)"
        for parameter in parameters where parameter.kind == .positional {
            let word = parameter.name.uppercased() + (parameter.isRepeated ? "…" : "")
            text += parameter.isRequired ? " \(word)" : " [\(word)]"
        }
        if parameters.contains(where: { $0.kind != .positional }) { text += " [options]" }
        text += "\n"
        guard !parameters.isEmpty else { return text }
        text += "\n"
        let labels = parameters.map(HelpText.label)
        let margin = (labels.map(\.count).max() ?? 0) + 2
        for (label, parameter) in zip(labels, parameters) {
            var line = "  " + label + String(repeating: " ", count: margin - label.count) + parameter.summary
            var notes: [String] = []
            if parameter.kind == .positional { notes.append(typeText(parameter.type)) }
            if parameter.kind != .flag, let text = HelpText.defaultText(parameter) { notes.append("default \(text)") }
            if !notes.isEmpty {
                line += (parameter.summary.isEmpty ? "" : " ") + "(" + notes.joined(separator: "; ") + ")"
            }
            while line.hasSuffix(" ") { line.removeLast() }
            text += line + "\n"
        }
        return text
    }

    private static func typeText(_ type: ParameterType) -> String {
        if case .enumeration(let words) = type { return words.joined(separator: "|") }
        return type.name
    }
}
