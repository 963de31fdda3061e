extension ShellCompletion {
    /// For zsh's completion system; the file is `_spotsh` in a folder of `fpath`.
    var zsh: String {
        var script = """
            #compdef spotsh
            # Completions of spotsh for zsh. Made by: spotsh commands --completion zsh

            # What may follow the words "$1": into the arrays words_found, options_found and valued_found.
            _spotsh_step() {
                words_found=() options_found=() valued_found=() files_found=
                case $1 in

            """
        for step in steps {
            script += "    (\(Self.quoted(step.path)))\n"
            if !step.next.isEmpty || !step.words.isEmpty {
                let lines = step.next.map { Self.described($0.word, $0.summary) } + step.words.map(Self.quoted)
                script += "        words_found=(\(lines.joined(separator: " ")))\n"
            }
            if !step.options.isEmpty {
                let lines = step.options.map { Self.described($0.name, $0.summary) }
                script += "        options_found=(\(lines.joined(separator: " ")))\n"
            }
            if !valued(step).isEmpty { script += "        valued_found=(\(valued(step).joined(separator: " ")))\n" }
            if step.takesFiles { script += "        files_found=1\n" }
            script += "        ;;\n"
        }
        script += """
                (*) return 1 ;;
                esac
            }

            _spotsh_values() {
                words_found=() files_found=
                case "$1 $2" in

            """
        for step in steps {
            for option in step.options where option.takesValue && (!option.words.isEmpty || option.isPath) {
                script += "    (\(Self.quoted(step.path + " " + option.name))) "
                script +=
                    option.isPath ? "files_found=1" : "words_found=(\(option.words.joined(separator: " ")))"
                script += " ;;\n"
            }
        }
        return script + """
                esac
            }

            # The words before the cursor, without the program, into the same arrays.
            _spotsh_walk() {
                local run= word skip= ended= index=0
                _spotsh_step ''
                for word in "$@"; do
                    (( index++ ))
                    if [[ -n $skip ]]; then
                        skip=
                    elif [[ $word == -* ]]; then
                        (( ${valued_found[(Ie)$word]} )) && skip=$word
                    elif [[ -z $ended && -n ${words_found[(r)${word}(:*|)]} ]] && _spotsh_step "${run:+$run }$word"; then
                        run=${run:+$run }$word
                    elif [[ -z $run$ended && ( $word == *.spot || $word == */* ) ]]; then
                        words_found=() options_found=() files_found=
                        _spotsh_script "${(@)argv[index,-1]}"
                        return
                    else
                        _spotsh_step "$run"
                        ended=1
                    fi
                done
                if [[ -n $skip ]]; then
                    options_found=()
                    _spotsh_values "$run" "$skip"
                elif [[ -n $ended ]]; then
                    words_found=()
                elif [[ -z $run ]]; then
                    files_found=spot
                fi
            }

            # The same for the script "$1" and its arguments before the cursor.
            _spotsh_script() {
                local line name taken last= given=0 place=0
                local -a lines fields
                lines=("${(@f)$(spotsh commands --parameters "$1" 2>/dev/null)}")
                shift
                for word in "$@"; do
                    if [[ -n $last && $last != - ]]; then
                        last=
                        continue
                    fi
                    last=
                    if [[ $word == --* ]]; then
                        for line in $lines; do
                            fields=("${(@ps:\\t:)line}")
                            [[ $fields[1] == $word ]] && last=$fields[2]
                        done
                    else
                        (( given++ ))
                    fi
                done
                [[ $last == - ]] && last=
                for line in $lines; do
                    fields=("${(@ps:\\t:)line}")
                    if [[ $fields[1] == --* ]]; then
                        options_found+=("${fields[1]}:${fields[3]}")
                    elif [[ -n $fields[1] ]]; then
                        (( place == given )) && taken=$fields[2]
                        (( place++ ))
                    fi
                done
                [[ -n $last ]] && taken=$last options_found=()
                if [[ $taken == PATH ]]; then
                    files_found=1
                elif [[ -n $taken && $taken != '*' ]]; then
                    words_found=(${(s: :)taken})
                fi
            }

            _spotsh() {
                local -a words_found options_found valued_found
                local files_found
                _spotsh_walk "${(@)words[2,CURRENT-1]}"
                if [[ $PREFIX == -* ]]; then
                    _describe -o 'option' options_found
                    return
                fi
                (( $#words_found )) && _describe 'word' words_found
                if [[ $files_found == spot ]]; then
                    _files -g '*.spot'
                elif [[ -n $files_found ]]; then
                    _files
                fi
            }

            if [[ $funcstack[1] == _spotsh ]]; then _spotsh "$@"; elif (( $+functions[compdef] )); then compdef _spotsh spotsh; fi

            """
    }

    private static func described(_ word: String, _ summary: String) -> String {
        quoted(word.replacing(":", with: "\\:") + ":" + summary)
    }
}
