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

            # The script among the words that were typed, if one runs.
            function __spotsh_script
                set -l tokens (commandline -opc)
                for token in $tokens[2..]
                    string match -q -- '-*' $token; and continue
                    string match -q -- '*.spot' $token; or string match -q -- '*/*' $token; or return 1
                    echo $token
                    return 0
                end
                return 1
            end

            # What it takes: after an option its words, else its options and the words of what has its place.
            function __spotsh_script_words
                set -l script (__spotsh_script); or return
                set -l lines (spotsh commands --parameters $script 2>/dev/null)
                set -l last (commandline -opc)[-1]
                for line in $lines
                    set -l fields (string split \\t -- $line)
                    if test "$fields[1]" = "$last"; and test "$fields[2]" != -
                        test "$fields[2]" = PATH; and __fish_complete_path (commandline -ct)
                        contains -- "$fields[2]" PATH '*'; or string split ' ' -- $fields[2]
                        return
                    end
                end
                for line in $lines
                    set -l fields (string split \\t -- $line)
                    if test "$fields[1]" = .
                        test "$fields[2]" = PATH; and __fish_complete_path (commandline -ct)
                        contains -- "$fields[2]" PATH '*' -; or string split ' ' -- $fields[2]
                    else
                        printf '%s\\t%s\\n' $fields[1] "$fields[3]"
                    end
                end
            end

            complete -c spotsh -f
            complete -c spotsh -n __spotsh_script -k -a '(__spotsh_script_words)'
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
