/// The accounts server's pages: plain HTML, one small style sheet, nothing loaded, no script.
enum ConsentPage {
    /// Who asks, for what, and two buttons.
    static func consent(
        ticket: String, _ asked: AuthorizationRequest, accounts: [(id: String, name: String)], chosen: String
    ) -> String {
        let wishes =
            asked.scopes.isEmpty
            ? "<li>See your public profile</li>"
            : Scopes.descriptions.filter { asked.scopes.contains($0.name) }
                .map { "<li>\(escape($0.text)) <code>\(escape($0.name))</code></li>" }.joined(separator: "\n")
        let choices = accounts.map { account in
            """
            <label><input type="radio" name="account" value="\(escape(account.id))"\
            \(account.id == chosen ? " checked" : "")> \(escape(account.name)) <code>\(escape(account.id))</code></label>
            """
        }
        return frame(
            title: "Agree?",
            """
            <h1>\(escape(DemoClient.name)) would like to</h1>
            <form method="post" action="/authorize">
            <ul>
            \(wishes)
            </ul>
            <fieldset><legend>as</legend>
            \(choices.joined(separator: "\n"))
            </fieldset>
            <input type="hidden" name="ticket" value="\(escape(ticket))">
            <p class="buttons">
            <button name="decision" value="agree" id="agree">Agree</button>
            <button name="decision" value="cancel" id="cancel" class="quiet">Cancel</button>
            </p>
            </form>
            <p class="small">You go back to <code>\(escape(asked.redirectURI))</code>. This is a demo: no account of
            yours is behind it.</p>
            """)
    }

    /// What is wrong with the request.
    static func complaint(_ text: String) -> String {
        frame(title: "Cannot go on", "<h1>Cannot go on</h1>\n<p id=\"error\">\(escape(text))</p>")
    }

    private static func frame(title: String, _ body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(escape(title))</title>
        <style>
        :root { --ground: #f6f7f6; --card: #fff; --ink: #14211a; --faint: #5a675f; --line: #d9dfdb; --go: #157347; }
        @media (prefers-color-scheme: dark) {
        :root { --ground: #0f1411; --card: #181f1b; --ink: #e9f0ec; --faint: #9daaa2; --line: #2d3832; --go: #2fbf71; }
        .buttons button { color: #06110a; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1.5rem 1rem; background: var(--ground); color: var(--ink);
        font: 1rem/1.5 system-ui, sans-serif; }
        main { max-width: 32rem; margin: 0 auto; padding: 1.5rem; background: var(--card);
        border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 1rem; }
        ul { padding-left: 1.2rem; } li { margin: .35rem 0; }
        code, .small { color: var(--faint); font-size: .85rem; }
        li code { display: inline-block; }
        fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; }
        label { display: block; padding: .35rem 0; }
        .buttons { display: flex; gap: .75rem; flex-wrap: wrap; position: sticky; bottom: 0; margin: 0;
        padding: .75rem 0; background: var(--card); }
        button { flex: 1 1 8rem; padding: .75rem 1rem; font: inherit; font-weight: 600; border-radius: 2rem;
        border: 1px solid var(--go); background: var(--go); color: #fff; cursor: pointer; }
        button.quiet, .buttons button.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
        button:focus-visible, input:focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
        </style>
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    /// Text made harmless in HTML.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
