import SpotInterpreter

/// The manual page, made from the command table; macros of man(7).
struct ManualPage {
    private let rows: [CommandDescription]

    init(rows: [CommandDescription]) {
        self.rows = rows.filter { !$0.isHidden }
    }

    /// The whole page.
    var text: String {
        var page = """
            .\\" Made by spotsh commands --man.
            .TH SPOTSH 1 "\(ProgramGuide.date)" "spotsh \(ProgramGuide.version)" "User Commands"
            .SH NAME
            spotsh \\- a scriptable shell for the Spotify Web API
            .SH SYNOPSIS

            """
        page += ProgramGuide.forms.map { ".B spotsh\n" + ($0.arguments.isEmpty ? "" : Self.roff($0.arguments) + "\n") }
            .joined(separator: ".br\n")
        page += """
            .SH DESCRIPTION
            spotsh shows Spotify's objects as values in pipelines, at a prompt or in scripts.
            Without arguments it begins a session on a terminal, and reads a script from standard input elsewhere.

            """
        page += items(
            ProgramGuide.forms.filter { !$0.arguments.isEmpty }.map { ("spotsh \($0.arguments)", $0.summary) })
        page += ".SH OPTIONS\nThese stand before FILE, \\-c or COMMAND.\n"
        page += items(ProgramOption.all.map { ($0.name + ($0.value.map { " " + $0 } ?? ""), $0.summary) })
        page += commands + topics
        page += ".SH \"EXIT STATUS\"\n" + items(ProgramGuide.exitCodes.map { (String($0.code), $0.meaning) })
        page += ".SH ENVIRONMENT\n" + items(ProgramGuide.variables.map { ($0.name, $0.meaning) })
        page += ".SH FILES\n" + items(ProgramGuide.files.map { ($0.path, $0.meaning) })
        return page + ".SH \"SEE ALSO\"\n.BR editrc (5),\n.BR chafa (1)\n"
    }

    private var commands: String {
        let help = HelpText(rows: rows)
        var areas: [String] = []
        for row in rows where !areas.contains(row.area) { areas.append(row.area) }
        var page = ".SH COMMANDS\nA command marked with \\(dg is retired by Spotify for development\\-mode clients.\n"
        for area in areas {
            page += ".SS \(Self.roff(area))\n"
            for row in rows where row.area == area {
                let mark = row.status == .retired ? " \\(dg" : ""
                page += ".TP\n.B \(Self.roff(help.usage(row)))\(mark)\n\(Self.roff(row.summary)).\n"
                for parameter in row.parameters where !parameter.isCommon {
                    let summary = parameter.summary + HelpText.remarks(parameter)
                    page += ".RS\n.TP\n.I \(Self.roff(HelpText.label(parameter)))\n\(Self.roff(summary))\n.RE\n"
                }
                for example in row.examples.prefix(2) {
                    page += ".RS\n.PP\n.EX\n\(Self.roff(example.code))\n.EE\n.RE\n"
                }
            }
        }
        return page
    }

    private var topics: String {
        var page = ".SH LANGUAGE\n"
        for name in HelpTopics.names {
            guard let text = HelpTopics.text(name) else { continue }
            page +=
                ".SS \(Self.roff(name))\n.EX\n\(text.split(separator: "\n").map { Self.roff(String($0)) + "\n" }.joined()).EE\n"
        }
        return page
    }

    private func items(_ pairs: [(String, String)]) -> String {
        pairs.map { ".TP\n.B \(Self.roff($0.0))\n\(Self.roff($0.1))\n" }.joined()
    }

    /// Text that roff prints as it is: its escapes, dashes that can be copied, no line that looks like a request.
    private static func roff(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "\"": result += "\\(dq"
            case "…": result += "..."
            default:
                if scalar.isASCII {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
                }
            }
        }
        return result.hasPrefix(".") ? "\\&" + result : result
    }
}
