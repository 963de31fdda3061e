/// Words of other shells, and of the grammar, that are no commands here.
enum Habits {
    /// A command never begins with one of these.
    static let reserved: Set<String> = [
        "let", "set", "if", "else", "for", "while", "break", "continue", "try", "catch", "finally", "def", "return",
        "fail", "exit", "source", "as", "plan", "watch", "on", "every", "param", "where", "map", "with", "uniq",
        "group", "sort", "minus", "intersect", "union", "each",
    ]

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
    ]

    /// What to type instead of a variable that other shells have; nil for any other name.
    static func variable(_ name: String) -> String? {
        switch name {
        case "it", "in": "`.` is the item"
        case "env", "ENV": "env NAME"
        case "args", "argv", "ARGV": "param NAME: string at the head of the file, then $NAME"
        default: nil
        }
    }

    /// Stages that read like commands.
    static let stages = ["where", "map", "with", "uniq", "group", "sort", "minus", "intersect", "union", "each"]

    /// The remedy for an option that spotipy's `search` has.
    static func option(_ name: String, of command: String) -> String? {
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
