/// Words of other shells, and of the grammar, that are no commands here.
public enum Habits {
    /// Names that other languages have for our types.
    static let types: [String: String] = [
        "text": "string", "str": "string", "char": "string", "integer": "int", "long": "int", "float": "number",
        "double": "number", "decimal": "number", "boolean": "bool", "flag": "bool", "array": "list", "dict": "record",
        "object": "record", "map": "record", "hash": "record", "table": "list", "time": "date", "datetime": "date",
        "timestamp": "date", "file": "path", "folder": "path", "filename": "path", "country": "market", "song": "track",
        "enum": "a|b", "id": "item", "uri": "item", "url": "item",
    ]

    /// What to type instead.
    static let remedies: [String: String] = [
        "echo": "print …",
        "printf": "print \"…\"",
        "ls": "!ls runs the program; your playlists: me playlists",
        "cd": "paths are relative to the folder that spotsh was started in",
        "pwd": "!pwd",
        "cat": "open FILE shows data; !cat FILE runs the program",
        "length": "… | count",
        "len": "… | count",
        "size": "… | count",
        "select": "… | where CONDITION chooses items, … | columns NAME … fields",
        "filter": "… | where CONDITION",
        "head": "… | first N",
        "tail": "… | last N",
        "grep": "… | where .name =~ 'PATTERN'",
        "fgrep": "… | where .name contains 'TEXT'", "egrep": "… | where .name =~ 'PATTERN'",
        "wc": "… | count",
        "tac": "… | reverse",
        "jq": "… | map .field, … | where CONDITION",
        "unset": "set NAME = null",
        "export": "let NAME = …",
        "var": "let NAME = …",
        "const": "let NAME = …",
        "function": "def NAME [PARAMETER …] { … }",
        "fn": "def NAME [PARAMETER …] { … }",
        "foreach": "for NAME in LIST { … }",
        "elif": "} else if CONDITION {",
        "elseif": "} else if CONDITION {",
        "then": "if CONDITION { … }",
        "fi": "}", "done": "}", "esac": "}", "end": "}",
        "else": "`else` stands on the line of the `}` before it",
        "catch": "`catch` stands on the line of the `}` before it",
        "finally": "`finally` stands on the line of the `}` before it",
        "throw": "fail \"…\"",
        "raise": "fail \"…\"",
        "sudo": "!sudo …",
        "man": "help COMMAND",
        "delay": "sleep 5s",
        "wait": "sleep 5s",
        "distinct": "… | uniq .field",
        "unique": "… | uniq .field",
        "order": "… | sort .field",
        "reduce": "let total = 0; for x in … { set total = $total + $x }",
        "limit": "… | first N",
        "get": "… | map .field",
        "sort-by": "… | sort .field",
        "sort_by": "… | sort .field",
        "tee": "… | save FILE, then $_ goes on from the value shown last",
        "less": "what is longer than the screen goes through the pager by itself",
        "more": "what is longer than the screen goes through the pager by itself",
        "clear": "Ctrl-L clears the screen",
        "cls": "Ctrl-L clears the screen",
        "which": "help COMMAND",
        "type": "help COMMAND; describe shows what a value is made of",
        "abbr": "alias NAME 'TEXT'",
        "unalias": "alias NAME --remove",
        "math": "expressions are values: 1 + 2",
        "import": "nothing is imported; help spotipy METHOD shows our form of a method",
        "use": "profile use NAME; with another account for some lines: as NAME { … }",
        "insert": "playlist add PLAYLIST ITEMS…",
        "delete": "playlist remove PLAYLIST ITEMS…, library remove ITEMS…",
        "update": "playlist edit PLAYLIST",
        "version": "spotsh --version, in the shell outside",
        "stop": "pause",
        "current": "now",
        "status": "now, auth status or doctor",
        // psql's.
        "\\q": "quit, or Ctrl-D", "\\?": "help", "\\h": "help COMMAND",
        "\\d": "help lists the commands; VALUE | describe", "\\dt": "help lists the commands",
        "\\l": "profile list", "\\c": "profile use NAME",
        "\\x": "a record is shown a line a field; what is too wide for a table too",
        "\\timing": "config timing on", "\\e": "Ctrl-X Ctrl-E", "\\i": "source FILE", "\\o": "… | save FILE",
        "\\set": "let NAME = VALUE", "\\echo": "print …", "\\s": "history", "\\g": "Enter runs the line",
        "\\w": "save-session FILE", "\\!": "!PROGRAM", "\\watch": "watch --every 5s { … }",
        "\\copy": "open FILE reads data, … | save FILE writes it",
        "mut": "let NAME = …",
        "local": "let NAME = …",
        "declare": "let NAME = …",
        "order-by": "… | sort .field",
        "group-by": "… | group .field",
        "group_by": "… | group .field",
        "reject": "… | columns NAME … keeps fields, … | where not CONDITION items",
        "rename": "… | map {new: .old}",
        "append": "$list + [VALUE]",
        "push": "$list + [VALUE]",
        "to_entries": "… | keys, … | values",
        "items": "… | values, $record.field",
        "str": "… | upper, lower, trim, replace, split …",
        "sed": "… | replace --regex 'PATTERN' 'TEXT'",
        "awk": "… | map (. | split \" \")[0]",
        "cut": "… | map (. | split \",\")[0]",
        "tr": "… | replace A B",
        "xargs": "… | each { … }",
        "read": "let NAME = (input \"Question: \")",
        "case": "if $x == A { … } else if $x == B { … }",
        "switch": "if $x == A { … } else if $x == B { … }",
        "do": "{",
        "pass": "{ } holds no statement where nothing is to be done",
        "except": "} catch as e {",
        "except:": "} catch as e {",
        "try:": "try { … } catch as e { … }",
        "else:": "} else {",
        "lambda": "def NAME [PARAMETER …] { … }",
        "proc": "def NAME [PARAMETER …] { … }",
        "None": "null", "True": "true", "False": "false", "nil": "null",
        // SQL's.
        "having": "… | group .field | where .count > 1",
        "offset": "… | skip N",
        "begin": "plan { … } collects changes and applies them together; undo takes the last one back",
        "rollback": "undo takes the last change back; in plan { … } an error discards all",
        "commit": "plan { … } applies its changes at its end",
        "substr": "$text[0:3]", "substring": "$text[0:3]",
        "concat": "$a + $b, or \"$a $b\"",
        "coalesce": "$a ?? $b",
        "drop": "… | skip N leaves out items; … | columns NAME … keeps fields",
        "without": "… | columns NAME … keeps fields; … | minus LIST leaves out items",
        "sample": "… | shuffle | first N",
        "median": "let s = (… | sort); $s[(($s | count) / 2 | floor)]",
        "percentile": "let s = (… | sort); $s[(($s | count) * 0.95 | floor)]",
        "left": joining, "merge": joining, "lookup": joining,
        "truncate": "playlist replace PLAYLIST ITEMS…",
        // Shells'.
        "test": "if $x == 1 { … }",
        "time": "spotsh --timing, when it is started; history shows what each line took",
        "jobs": "nothing runs in the background; … | each --jobs N { … } runs several at once",
        "fg": "fg, in the shell outside, goes on after Ctrl-Z", "bg": "nothing runs in the background",
        "or": "try { … } catch { … } goes on after an error", "and": "a line runs only if the one before succeeded",
        "functions": "def NAME [PARAMETER …] { … } makes one",
        "seq": "let i = 1; while $i <= 3 { …; set i = $i + 1 }",
        "range": "let i = 0; while $i < 3 { …; set i = $i + 1 }",
        "run": "source FILE", "del": "set NAME = null", "eval": "source FILE",
    ]

    /// Columns of two lists.
    private static let joining =
        "… | each { |a| $other | where .key == $a.key }, … | minus|intersect|union LIST by .key"

    /// What to type instead of a word behind a `|`, where that is something else than at the head of a line.
    static let piped: [String: String] = [
        "except": "… | minus LIST", "difference": "… | minus LIST", "intersection": "… | intersect LIST",
        "head": "… | first N", "find": "… | where CONDITION | first", "any": "… | where CONDITION | is-empty",
    ]

    /// What to type instead of a command that stands all alone, without what it needs.
    static let alone: [String: String] = [
        "skip": "next plays the next track; … | skip N leaves out items", "save": "… | save FILE",
        "first": "… | first N", "last": "… | last N",
    ]

    /// What to type instead of a variable that other shells have; nil for any other name.
    static func variable(_ name: String) -> String? {
        switch name {
        case "it", "in": "`.` is the item"
        case "env", "ENV": "env NAME"
        case "args", "argv", "ARGV": "param NAME: string at the head of the file, then $NAME"
        case "status": "the first error stops a script; try { … } catch as e { … } tells of it"
        default: nil
        }
    }

    /// Stages that read like commands.
    static let stages = ["where", "map", "with", "uniq", "group", "sort", "minus", "intersect", "union", "each"]

    /// A word of other languages with what to type here; nil where nothing is known of it.
    public static func meaning(of word: String) -> String? { remedies[word] ?? remedies[word.lowercased()] }

    /// The remedy for an option that spotipy's `search` has.
    static func option(_ name: String, of command: String, in options: [String] = []) -> String? {
        // `--time-range`, `--seed-genres`: spotipy's name ends in ours.
        if let known = options.first(where: { name.hasSuffix("-" + $0) }) { return "--\(known)" }
        if name == "output" || name == "format" { return "… | to json, or … | show --output json" }
        guard command == "search" || command.hasPrefix("search ") else { return nil }
        return switch name {
        case "type": "search albums, search artists and so on find other things than tracks"
        case "q", "query": "what to look for stands without an option: search love"
        default: nil
        }
    }

    /// The remedy for a first word that is no command, or nil.
    static func remedy(_ word: String) -> String? {
        // SQL's words are written large as well.
        if let known = remedies[word] ?? remedies[word.lowercased()] { return known }
        if let type = spotifyType(word) { return "\(type) get \(word)" }
        if word.hasPrefix("http://") || word.hasPrefix("https://") { return "api GET \(word)" }
        if word.hasPrefix("./") || word.hasPrefix("/") || word.hasSuffix(".spot") { return "source \(word)" }
        if word.contains("="), let name = word.split(separator: "=").first { return "let \(name) = …" }
        if word.hasPrefix("-") { return "options follow the command's name" }
        return nil
    }

    /// The object type that a Spotify URL or URI names.
    static func spotifyType(_ word: String) -> String? {
        let types = ["track", "album", "artist", "playlist", "show", "episode", "audiobook", "chapter", "user"]
        if word.hasPrefix("spotify:") {
            let parts = word.split(separator: ":")
            if parts.contains("playlist") { return "playlist" }
            return parts.count > 2 ? types.first { $0 == parts[1] } : nil
        }
        guard word.contains("open.spotify.com/") else { return nil }
        let parts = word.split { $0 == "/" || $0 == "?" }
        return parts.contains("playlist") ? "playlist" : types.first { type in parts.contains { $0 == type } }
    }
}
