import CEditline
import Testing

@testable import SpotEditor

@Suite("Where things stand on the screen")
struct LayoutTests {
    init() { spot_use_utf8() }

    private func layout(_ text: String, cursor: Int, columns: Int = 10, rows: Int = 5) -> LineLayout {
        LineLayout(prompt: "> ".scalarValues, text: text.scalarValues, cursor: cursor, columns: columns, rows: rows)
    }

    private func at(_ row: Int, _ column: Int) -> LineLayout.Position { .init(row: row, column: column) }

    @Test("A full row puts the cursor at the beginning of the next")
    func fills() {
        #expect(layout("12345678", cursor: 8).cursor == at(1, 0))
        #expect(layout("1234567", cursor: 7).cursor == at(0, 9))
    }

    @Test("A wide character that does not fit takes its cursor along")
    func wraps() {
        let line = layout("1234567日x", cursor: 7)
        #expect(line.cursor == at(1, 0))
        #expect(line.end == at(1, 3))
    }

    @Test("Tabs, control characters and line ends are drawn as libedit draws them")
    func specials() {
        #expect(layout("\tx", cursor: 2).cursor == at(0, 9))
        #expect(layout("\u{1}x", cursor: 2).cursor == at(0, 5))
        #expect(layout("a\nbc", cursor: 4).cursor == at(1, 2))
    }

    @Test("A text longer than the screen ends in its last row")
    func clips() {
        #expect(layout(String(repeating: "x", count: 100), cursor: 100).end.row == 4)
    }

    @Test("Colours in a prompt are enclosed, one at its end stands before the last character")
    func encodesPrompt() {
        let prompt = PromptText("one\n\u{1B}[1m\u{1B}[32ma\u{1B}[0m> \u{1B}[3m")
        #expect(prompt.above == ["one"])
        #expect(LineSnapshot.text(prompt.visible[...]) == "a> ")
        #expect(
            LineSnapshot.text(prompt.encoded[...])
                == "\u{1}\u{1B}[1m\u{1B}[32m\u{1}a\u{1}\u{1B}[0m\u{1}>\u{1}\u{1B}[3m\u{1} ")
    }

    @Test("No row of a list is wider than the screen, whatever the names", arguments: [1, 2, 5, 20, 79, 200])
    func fitsList(columns: Int) {
        let names = ["a", "日本語の名前", String(repeating: "long", count: 30), "évil\u{1B}[2Jname", "e\u{301}"]
        let menu = CompletionMenu(
            candidates: names.map { Candidate($0, description: "about " + $0) }, selected: 1, faint: "90")
        for row in menu.rows(columns: columns, limit: 10) {
            let plain = row.replacing("\u{1B}[90m", with: "").replacing("\u{1B}[7m", with: "")
                .replacing("\u{1B}[m", with: "")
            #expect(CompletionMenu.columns(of: plain) <= max(1, columns))
            #expect(!plain.unicodeScalars.contains("\u{1B}"))
        }
    }

    @Test("The page with the choice is shown, and never more rows than there is room for")
    func pages() {
        let menu = CompletionMenu(candidates: (1...100).map { Candidate("n\($0)") }, selected: 99)
        let rows = menu.rows(columns: 12, limit: 4)
        #expect(rows.count <= 4)
        #expect(rows.joined().contains("\u{1B}[7mn100"))
    }

    @Test("Words of the user's file are split as libedit splits them")
    func splitsWords() {
        #expect(EditRCFile.words(#"bind "^X^E" 'a b' \e[A"#) == ["bind", "^X^E", "a b", "e[A"])
        #expect(EditRCFile.words("# bind -v") == [])
    }
}
