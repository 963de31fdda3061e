/// A word of the grammar, for `help where`, `help for` and the like: its form, what it does, an example.
struct LanguageWord: Sendable {
    /// The word.
    var name: String
    /// How it is written.
    var form: String
    /// What it does: no capital, no full stop.
    var summary: String
    /// What to try; it runs on the demo service.
    var example: String
    /// What else there is to know.
    var more = ""

    /// The rows of a pipeline, in the order that someone new would read them.
    static let rows: [LanguageWord] = [
        LanguageWord(
            name: "where", form: "where CONDITION", summary: "keeps the items for which it is true",
            example: "liked | where .explicit and .duration_ms > 4m | first 3"),
        LanguageWord(
            name: "map", form: "map VALUE", summary: "makes something else of each",
            example: "liked | first 3 | map {name: .name, by: .artists[0].name}"),
        LanguageWord(
            name: "with", form: "with {KEY: VALUE}", summary: "adds fields to each",
            example: "liked | first 3 | with {year: .album.release_date[0:4]} | columns name year"),
        LanguageWord(
            name: "sort", form: "sort KEY [asc|desc], …", summary: "puts them in order; stable, null last",
            example: "liked | sort .artists[0].name, .duration_ms desc | first 3"),
        LanguageWord(
            name: "uniq", form: "uniq [KEY]", summary: "keeps the first of each",
            example: "liked | uniq .artists[0].id | count"),
        LanguageWord(
            name: "group", form: "group KEY", summary: "makes {key, count, items} in order of first appearance",
            example: "liked | group .artists[0].name | sort .count desc | map {artist: .key, songs: .count} | first 3"),
        LanguageWord(
            name: "each", form: "each [--jobs N] { [|NAME|] … }", summary: "runs a block for each",
            example: "liked | first 3 | each { |t| print \"${$t.name} is ${$t.duration_ms | duration} long\" }",
            more: """
                The value of the block's last statement is the result; a block without one yields nothing.
                `return` ends an item. --jobs runs several at once, in order; such a block cannot `set` what is outside.
                """),
        LanguageWord(
            name: "minus", form: "minus LIST [by KEY]", summary: "leaves out what is in the other list",
            example: "liked | minus (playlist tracks Doubles) by .uri | count"),
        LanguageWord(
            name: "intersect", form: "intersect LIST [by KEY]", summary: "keeps what is in the other list, too",
            example: "liked | intersect (playlist tracks Doubles) by .uri | count"),
        LanguageWord(
            name: "union", form: "union LIST [by KEY]", summary: "adds what is only in the other list",
            example: "liked | union (playlist tracks Doubles) by .uri | count"),
    ]

    /// The statements, and what begins like one.
    static let statements: [LanguageWord] = [
        LanguageWord(
            name: "let", form: "let NAME = VALUE", summary: "makes a variable; `let` in a block shadows",
            example: "let newest = (liked | first 3); print $newest[0].name",
            more:
                "A stream becomes a list: `let x = (liked)` reads all pages. `let _ = …` runs something and shows nothing."
        ),
        LanguageWord(
            name: "set", form: "set NAME[.PATH] = VALUE", summary: "changes a variable, or a part of it",
            example: "let r = {tags: [\"a\"]}; set r.tags[0] = \"b\"; print $r"),
        LanguageWord(
            name: "if", form: "if CONDITION { … } else if CONDITION { … } else { … }", summary: "decides",
            example: "if (liked | is-empty) { print \"nothing liked\" } else { print \"some\" }",
            more: "A condition is true or false, nothing else. `else` stands on the line of the `}` before it."),
        LanguageWord(
            name: "for", form: "for NAME in LIST { … }", summary: "goes through a list or stream as it arrives",
            example: "for t in (liked | first 3) { print $t.name }"),
        LanguageWord(
            name: "while", form: "while CONDITION { … }", summary: "goes on as long as the condition holds",
            example: "let n = 3; while $n > 0 { print $n; set n = $n - 1 }"),
        LanguageWord(
            name: "break", form: "break", summary: "leaves the nearest loop of the same block",
            example: "for t in (liked) { print $t.name; break }",
            more: "It cannot leave an `each`; `return` ends an item."),
        LanguageWord(
            name: "continue", form: "continue", summary: "goes on with the next round",
            example: "for n in [1 2 3] { if $n == 2 { continue }; print $n }"),
        LanguageWord(
            name: "try", form: "try { … } catch KIND, KIND as NAME { … } finally { … }", summary: "catches errors",
            example: "try { playlist find \"no such\" } catch not_found as e { print $e.message }",
            more: "Without kinds it catches all but an interruption. `finally` runs in any case. See: help errors"),
        LanguageWord(
            name: "fail", form: "fail TEXT", summary: "raises an error of kind user; a record says another kind",
            example: "try { fail \"too short\" } catch user as e { print $e.message }"),
        LanguageWord(
            name: "def", form: "def NAME [PARAMETER: TYPE = DEFAULT, …] { … }", summary: "makes a command of your own",
            example: "def loud [t: record] { $t.name | upper }; liked | first 3 | each { loud . }",
            more:
                "Its result is the value of its last statement, or of `return`; what is piped in is its first parameter."
        ),
        LanguageWord(
            name: "return", form: "return [VALUE]", summary: "ends the nearest `def` or item of `each`, else the file",
            example: "def sign [n: number] { if $n < 0 { return -1 }; 1 }; sign 5"),
        LanguageWord(
            name: "exit", form: "exit [CODE]", summary: "ends the script; each `finally` on the way runs",
            example: "if (liked | is-empty) { exit 3 }"),
        LanguageWord(
            name: "source", form: "source FILE", summary: "reads the `def`s and `let`s of another file",
            example: "# source lib.spot", more: "The path is relative to the file that it stands in."),
        LanguageWord(
            name: "as", form: "as PROFILE { … }", summary: "runs its block as another profile",
            example: "# as \"kid\" { liked | first 3 }", more: "See: help profile add"),
        LanguageWord(
            name: "plan", form: "plan { … }", summary: "collects changes, shows them, and applies them together",
            example: "plan { liked | first 2 | playlist add (playlist create \"Two\") }",
            more: "It asks on a terminal; --yes applies, --dry-run only shows. An error in it discards the plan."),
        LanguageWord(
            name: "watch", form: "watch [--every DURATION] [--times N] { … }",
            summary: "runs its block again and again",
            example: "watch --every 1s --times 1 { player now | map {at: .progress_ms} }",
            more: "Every 5 seconds where nothing is said; Ctrl-C ends it."),
        LanguageWord(
            name: "param", form: "param NAME: TYPE = DEFAULT    param --NAME: TYPE = DEFAULT",
            summary: "takes an argument of the script", example: "param name: string = \"you\"  # who\nprint $name",
            more: "They stand at the head of a file and make its --help. See: help scripts"),
    ]

    /// All words.
    static let all = statements + rows

    /// The text of `help WORD`.
    var text: String {
        var text = "\(form)\n\(summary)\n\n"
        for line in example.split(separator: "\n") { text += "  \(line)\n" }
        if !more.isEmpty { text += "\n\(more)\n" }
        return text
            + "\nhelp \(LanguageWord.rows.contains { $0.name == name } ? "rows" : "statements") shows them all.\n"
    }

    /// A line for each of these words.
    static func lines(_ words: [LanguageWord]) -> String {
        let short = words.map { $0.form.count <= 26 ? $0.form : "\($0.name) …" }
        let margin = (short.map(\.count).max() ?? 0) + 2
        return zip(short, words).map { form, word in
            form + String(repeating: " ", count: margin - form.count) + word.summary
        }.joined(separator: "\n")
    }
}
