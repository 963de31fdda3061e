import SpotDiagnostics
import SpotSyntax
import Testing

@Suite("What stands left of the cursor")
struct CompletionTests {
    typealias Context = CompletionContext

    /// The context at the `⌶` of a text.
    private func at(_ text: String) -> Context {
        let parts = text.split(separator: "⌶", omittingEmptySubsequences: false)
        let source = SourceText(name: "t", text: parts.joined())
        return Context.at(offset: String(parts[0]).utf8.count, in: source)
    }

    static let positions: [(String, Context.Position, String)] = [
        ("⌶", .command(startsStatement: true, takesInput: false), ""),
        ("pla⌶", .command(startsStatement: true, takesInput: false), "pla"),
        ("print a; lik⌶", .command(startsStatement: true, takesInput: false), "lik"),
        ("liked | wh⌶", .command(startsStatement: false, takesInput: true), "wh"),
        ("liked |\n  ⌶", .command(startsStatement: false, takesInput: true), ""),
        ("let x = (lik⌶", .command(startsStatement: false, takesInput: false), "lik"),
        ("let x = ⌶", .command(startsStatement: false, takesInput: false), ""),
        ("print \"a ${lik⌶", .command(startsStatement: false, takesInput: false), "lik"),
        ("if $x { pr⌶", .command(startsStatement: true, takesInput: false), "pr"),
        ("liked | each { |t| pr⌶", .command(startsStatement: true, takesInput: false), "pr"),
        ("playlist ⌶", .argument(index: 0), ""),
        ("playlist tr⌶", .argument(index: 0), "tr"),
        ("playlist tracks \"Road T⌶", .argument(index: 1), "Road T"),
        ("playlist tracks 'Road T⌶", .argument(index: 1), "Road T"),
        ("top artists --range ⌶", .argument(index: 1), ""),
        ("auth login --scope a b⌶", .argument(index: 2), "b"),
        ("liked --li⌶ x", .optionName, "li"),
        ("liked --⌶", .optionName, ""),
        ("top artists --range=sho⌶", .optionValue(name: "range"), "sho"),
        ("print $na⌶", .variable, "na"),
        ("print \"a $na⌶", .variable, "na"),
        ("print \"a ${$na⌶", .variable, "na"),
        ("liked | where $⌶", .variable, ""),
        ("set na⌶", .assignedVariable, "na"),
        ("set ⌶", .assignedVariable, ""),
        ("print $x.alb⌶", .path(.init(root: .variable("x"), steps: "")), "alb"),
        ("print $x.artists[0].na⌶", .path(.init(root: .variable("x"), steps: ".artists[0]")), "na"),
        ("liked | where .alb⌶", .path(.init(root: .currentItem, steps: "")), "alb"),
        ("liked | where .album.⌶", .path(.init(root: .currentItem, steps: ".album")), ""),
        ("liked | map {a: .artists[*].na⌶", .path(.init(root: .currentItem, steps: ".artists[*]")), "na"),
        ("liked | sum .dur⌶", .path(.init(root: .currentItem, steps: "")), "dur"),
        ("let x = @gy⌶", .pin, "gy"),
        ("liked | where ⌶", .operand, ""),
        ("if $x == ⌶", .operand, ""),
        ("liked | where .a ⌶", .operatorOrStage, ""),
        ("liked | sort .a de⌶", .operatorOrStage, "de"),
        ("if $x { } el⌶", .clause, "el"),
        ("try { } catch net⌶", .errorKind, "net"),
        ("try { } catch a, ⌶", .errorKind, ""),
        ("param x: pla⌶", .type, "pla"),
        ("def f [a: str⌶", .type, "str"),
        ("as \"ki⌶", .profile, "ki"),
        ("as ki⌶", .profile, "ki"),
        ("source lib⌶", .file, "lib"),
        ("!gr⌶", .program(isArgument: false), "gr"),
        ("!grep fi⌶", .program(isArgument: true), "fi"),
        ("print a # com⌶", .nothing, "# com"),
        ("let na⌶", .nothing, "na"),
        ("let x = \"te⌶", .nothing, "te"),
    ]

    @Test("the place is known", arguments: positions)
    func position(_ text: String, _ expected: Context.Position, _ typed: String) {
        let found = at(text)
        #expect(found.position == expected)
        #expect(found.typed == typed)
    }

    @Test("the words of the stage, the open option and the quoting are told")
    func details() {
        let option = at("print a\nauth login --scope user-read-email pla⌶ more")
        #expect(option.words == ["auth", "login"])
        #expect(option.openOption == Context.OpenOption(name: "scope", index: 1))
        #expect(option.arguments == ["login", "--scope", "user-read-email"])
        #expect(at("playlist tracks \"Ro⌶").quoting == .interpolating)
        #expect(at("playlist tracks 'Ro⌶").quoting == .raw)
        #expect(at("playlist tracks 'it''s R⌶").typed == "it's R")
        #expect(at("playlist tracks 'Ro⌶").replacement == Span(17, 19))
        #expect(at("print $na⌶").replacement == Span(7, 9))
    }

    @Test("what yields the current item is told")
    func itemSource() {
        func source(_ text: String) -> String? {
            let context = at(text)
            let whole = SourceText(name: "t", text: text.replacingCursor)
            return context.itemSource.map { whole.text(in: $0) }
        }
        #expect(source("liked | where .alb⌶") == "liked")
        #expect(source("liked | first 3 | map {a: .na⌶") == "liked | first 3")
        #expect(source("let x = (me playlists | where .o⌶") == "me playlists")
        #expect(source("liked | each { print .na⌶") == "liked")
        #expect(source("liked | map {a: (.artists | where .na⌶") == ".artists")
        #expect(at("liked | where .alb⌶").rowStage == "where")
    }

    @Test("no text makes it crash or hang")
    func robust() {
        for seed in 0..<1_000 {
            var generator = ProgramGenerator(seed)
            let source = SourceText(name: "t", text: generator.program())
            var random = SeededRandom(seed)
            for _ in 0..<8 {
                let offset = Int.random(in: 0...source.bytes.count, using: &random)
                let context = Context.at(offset: offset, in: source)
                #expect(context.replacement.upper == offset && context.replacement.lower <= offset)
            }
            let noise = (0..<40).map { _ in UInt8.random(in: 1...255, using: &random) }
            _ = Context.at(offset: 40, in: SourceText(name: "t", bytes: noise))
        }
    }
}

extension String {
    fileprivate var replacingCursor: String { filter { $0 != "⌶" } }
}
