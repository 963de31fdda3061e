extension ShellCompletion {
    /// For fish; the file is `spotsh.fish` in its `completions` folder.
    var fish: String {
        let valued = Set(steps.flatMap { self.valued($0) }).sorted()
        var script = """
            # Completions of spotsh for fish. Made by: spotsh commands --completion fish

            set -g __spotsh_steps \(steps.dropFirst().map { Self.fishQuoted($0.path) }.joined(separator: " "))
            set -g __spotsh_valued \(valued.joined(separator: " "))

            # Whether what was typed ends the words of a command: "$argv[1]"; with "more" arguments may stand behind them.
            function __spotsh_at
                set -l tokens (commandline -opc)
                set -l path ''
                set -l skip ''
                set -l ended ''
                for token in $tokens[2..]
                    if test -n "$skip"
                        set skip ''
                    else if string match -q -- '-*' $token
                        contains -- $token $__spotsh_valued; and set skip 1
                    else
                        set -l longer (string trim -- "$path $token")
                        if test -z "$ended"; and contains -- $longer $__spotsh_steps
                            set path $longer
                        else
                            set ended 1
                        end
                    end
                end
                test "$path" = "$argv[1]"; or return 1
                test -z "$ended"; or test "$argv[2]" = more
            end

            complete -c spotsh -f
            complete -c spotsh -n '__spotsh_at ""' -k -a '(__fish_complete_suffix .spot)'

            """
        for step in steps {
            let here = "-n \(Self.fishQuoted("__spotsh_at \(Self.fishQuoted(step.path))"))"
            let more = "-n \(Self.fishQuoted("__spotsh_at \(Self.fishQuoted(step.path)) more"))"
            for candidate in step.next {
                script += "complete -c spotsh \(here) -a \(candidate.word) -d \(Self.fishQuoted(candidate.summary))\n"
            }
            if !step.words.isEmpty {
                script += "complete -c spotsh \(here) -a \(Self.fishQuoted(step.words.joined(separator: " ")))\n"
            }
            if step.takesFiles { script += "complete -c spotsh \(more) -F\n" }
            for option in step.options {
                let name =
                    option.name.hasPrefix("--") ? "-l \(option.name.dropFirst(2))" : "-s \(option.name.dropFirst())"
                var line = "complete -c spotsh \(step.path.isEmpty ? here : more) \(name)"
                if option.takesValue { line += option.isPath ? " -r -F" : " -x" }
                if !option.words.isEmpty { line += " -a \(Self.fishQuoted(option.words.joined(separator: " ")))" }
                script += line + " -d \(Self.fishQuoted(option.summary))\n"
            }
        }
        return script
    }

    /// A text in single quotes, as fish reads it: only quote and backslash are special.
    private static func fishQuoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
