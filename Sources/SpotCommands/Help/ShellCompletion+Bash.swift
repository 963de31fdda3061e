extension ShellCompletion {
    /// For bash 4 or later; needs nothing else.
    var bash: String {
        var script = """
            # Completions of spotsh for bash. Made by: spotsh commands --completion bash

            # What may follow the words "$1": into the variables words, options, valued and files.
            _spotsh_step() {
                words='' options='' valued='' files=''
                case $1 in

            """
        for step in steps {
            script += "    \(Self.quoted(step.path)))\n"
            let next = step.next.map(\.word) + step.words
            if !next.isEmpty { script += "        words=\(Self.quoted(next.joined(separator: " ")))\n" }
            if !step.options.isEmpty {
                script += "        options=\(Self.quoted(step.options.map(\.name).joined(separator: " ")))\n"
            }
            if !valued(step).isEmpty {
                script += "        valued=\(Self.quoted(valued(step).joined(separator: " ")))\n"
            }
            if step.takesFiles { script += "        files=1\n" }
            script += "        ;;\n"
        }
        script += """
                *) return 1 ;;
                esac
            }

            # The values of an option: of the words "$1", the option "$2".
            _spotsh_values() {
                case "$1 $2" in

            """
        for step in steps {
            for option in step.options where option.takesValue && (!option.words.isEmpty || option.isPath) {
                script += "    \(Self.quoted(step.path + " " + option.name))) "
                script += option.isPath ? "files=1" : "words=\(Self.quoted(option.words.joined(separator: " ")))"
                script += " ;;\n"
            }
        }
        return script + """
                esac
            }

            # What the script "$1" takes, after its arguments "$2" to the last.
            _spotsh_script() {
                local script=$1 last='' lines name taken rest given=0 place=0
                shift
                lines=$(spotsh commands --parameters "$script" 2>/dev/null)
                for rest in "$@"; do
                    if [[ -n $last && $last != - ]]; then
                        last=''
                        continue
                    fi
                    last=''
                    if [[ $rest == --* ]]; then
                        while IFS=$'\\t' read -r name taken _; do
                            [[ $name == "$rest" ]] && last=$taken
                        done <<<"$lines"
                    else
                        given=$((given + 1))
                    fi
                done
                [[ $last == - ]] && last=''
                while IFS=$'\\t' read -r name taken _; do
                    if [[ $name == --* ]]; then
                        options+=" $name"
                    elif [[ -n $name ]]; then
                        [[ $place -eq $given && -z $last ]] && words=$taken
                        place=$((place + 1))
                    fi
                done <<<"$lines"
                [[ -n $last ]] && words=$last options=''
                [[ $words == PATH ]] && words='' files=1
                [[ $words == '*' ]] && words=''
                return 0
            }

            _spotsh() {
                local cur=${COMP_WORDS[COMP_CWORD]} path='' word='' skip='' ended='' words options valued files i
                COMPREPLY=()
                _spotsh_step ''
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ -n $skip ]]; then
                        skip=''
                    elif [[ $word == -* ]]; then
                        [[ " $valued " == *" $word "* ]] && skip=$word
                    elif [[ -z $ended && " $words " == *" $word "* ]] && _spotsh_step "${path:+$path }$word"; then
                        path=${path:+$path }$word
                    elif [[ -z $path && -z $ended && ( $word == *.spot || $word == */* ) ]]; then
                        words='' options='' files=''
                        _spotsh_script "$word" "${COMP_WORDS[@]:i+1:COMP_CWORD-i-1}"
                        path=$word
                        break
                    else
                        _spotsh_step "$path"
                        ended=1
                    fi
                done
                if [[ -n $skip ]]; then
                    words='' files=''
                    _spotsh_values "$path" "$skip"
                    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
                    [[ -n $files ]] && mapfile -t COMPREPLY < <(compgen -f -- "$cur")
                elif [[ $cur == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
                else
                    [[ -z $ended ]] && mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
                    if [[ -z $path ]]; then
                        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X '!*.spot' -- "$cur")
                    elif [[ -n $files ]]; then
                        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
                    fi
                fi
                return 0
            }

            complete -o filenames -o bashdefault -F _spotsh spotsh

            """
    }
}
