/// The page that the browser ends on.
enum CallbackPage {
    /// What it says.
    enum Outcome: Sendable {
        case signedIn
        case failed(String)
        /// The answer is none that is waited for: an old tab, or somebody else's.
        case foreign
    }

    static func html(_ outcome: Outcome) -> String {
        let (mark, title, text): (String, String, String) =
            switch outcome {
            case .signedIn: ("✓", "You are signed in", "You can close this page and go back to the terminal.")
            case .failed(let why): ("✕", "Not signed in", escaped(sentence(why)) + ". The terminal says how to go on.")
            case .foreign:
                ("✕", "Not this sign-in", "This page belongs to another sign-in. The terminal still waits for its own.")
            }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · spotsh</title>
            <style>
            :root { color-scheme: light dark; --page: #f6f6f4; --ink: #1b1b1a; --soft: #5c5c58; --mark: \(mark == "✓" ? "#12793c" : "#b3261e") }
            @media (prefers-color-scheme: dark) {
            :root { --page: #161615; --ink: #f0f0ec; --soft: #a9a9a2; --mark: \(mark == "✓" ? "#4cc27a" : "#f2867e") } }
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--ink);
            font: 17px/1.5 system-ui, sans-serif }
            main { box-sizing: border-box; width: 100%; max-width: 30rem; padding: 1.5rem; overflow-wrap: anywhere;
            text-align: center; text-wrap: balance }
            .mark { font-size: 2.5rem; line-height: 1; color: var(--mark) }
            h1 { font-size: 1.5rem; margin: .5rem 0 }
            p { margin: 0; color: var(--soft) }
            </style>
            </head>
            <body><main><div class="mark" aria-hidden="true">\(mark)</div><h1>\(title)</h1><p>\(text)</p></main></body>
            </html>

            """
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
