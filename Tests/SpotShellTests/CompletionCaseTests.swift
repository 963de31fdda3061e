import Dispatch
import Foundation
import SpotEditor
import SpotHTTP
import SpotSystem
import SpotTestSupport
import Testing

@testable import SpotShell

/// What TAB offers, in process: the real table, a real session, the demo service.
@Suite("Completion, case by case", .blocking)
struct CompletionCaseTests {
    /// A session in a folder of its own.
    private final class Stage {
        let folder: TemporaryFolder
        let session: ShellSession
        let completer: Completer

        init(demo: Bool = false, variables: [String: String] = [:]) throws {
            folder = try TemporaryFolder()
            var all = ["HOME": folder.path, "SPOTSH_HOME": folder.path + "/spotsh", "TERM": "dumb"]
            all.merge(variables) { $1 }
            let nowhere = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
            let environment = ShellEnvironment(
                variables: all, currentDirectory: folder.path, output: StreamWriter(descriptor: nowhere),
                log: StreamWriter(descriptor: nowhere), isInputTerminal: true, isOutputTerminal: true,
                isLogTerminal: true,
                time: SystemTime(), randomness: .system)
            let options = try CommandLineRequest.parse(demo ? ["--quiet", "--demo"] : ["--quiet"]).options
            session = ShellSession(environment: environment, options: options, isInteractive: true)
            completer = Completer(session: session)
        }

        /// What is offered at the `⌶`.
        func completions(_ text: String) -> (before: String, found: Completions) {
            let before = String(text.prefix { $0 != "⌶" })
            return (before, completer.completions(for: before, cursor: before.utf8.count))
        }

        /// The text with the only candidate in it.
        func line(_ text: String) -> String? {
            let (before, found) = completions(text)
            guard found.candidates.count == 1, let candidate = found.candidates.first else { return nil }
            let start = String(decoding: before.utf8.prefix(found.replacing.lowerBound), as: UTF8.self)
            return start + candidate.insert + candidate.suffix
        }

        /// Waits until your things are known: the first TAB of a session may come too early for a slow machine.
        func waitForThings() {
            for text in ["playlist tracks ⌶", "device transfer ⌶", "artist albums ⌶"] {
                while completions(text).found.candidates.isEmpty {}
            }
        }
    }

    private static func check(_ row: CompletionTable.Case, on stage: Stage, ids: [String: String] = [:]) {
        let found = stage.completions(row.text).found
        #expect(found.candidates.map(\.display) == row.shown)
        guard let line = row.line else { return }
        let wanted = ids.reduce(line) { $0.replacing("{\($1.key)}", with: $1.value) }
        #expect(stage.line(row.text) == wanted)
    }

    @Test("the language", arguments: CompletionTable.language)
    func language(_ row: CompletionTable.Case) throws {
        Self.check(row, on: try Stage())
    }

    @Test("the names of a session")
    func session() throws {
        let stage = try Stage()
        try stage.folder.write("rows one.csv", "a\n1\n")
        try stage.folder.write("folder/inner.json", "{}")
        try stage.folder.write("library.spot", "")
        for line in [
            "let album = {label: \"Ash\" release: {year: 1990} tracks: [{title: \"x\"}]}",
            "def loudly [t] { print $t }", "alias oldies 'liked | first 3'",
            "alias best 'top tracks --range $1'", "alias make 'playlist create'",
            "pin road spotify:playlist:37i9dQZF1DX0XUsuxWHRQd", "profile add kid --client-id 0123456789abcdef",
        ] { #expect(stage.session.runAtPrompt(line).status == 0, "\(line)") }
        for row in CompletionTable.session { Self.check(row, on: stage) }
    }

    @Test("programs on PATH complete behind `!`, in order and each once")
    func programs() throws {
        let stage = try Stage(variables: ["PATH": "/nonexistent:/usr/bin:/bin"])
        let found = stage.completions("!ech⌶").found.candidates.map(\.display)
        #expect(found.contains("echo") && found == Array(Set(found)).sorted())
        #expect(stage.completions("!⌶").found.candidates.isEmpty)
    }

    @Test("your things: names show, ids are inserted")
    func things() throws {
        let stage = try Stage(demo: true)
        stage.waitForThings()
        let known = stage.completions("playlist tracks ⌶").found
        #expect(!known.sharesBeginning)
        #expect(known.candidates.allSatisfy { $0.description != nil })
        // The demo user has two playlists of the same name.
        #expect(Set(known.candidates.map { [$0.display, $0.description] }).count == known.candidates.count)
        let ids = Dictionary(known.candidates.map { ($0.display, $0.insert) }) { first, _ in first }
        for row in CompletionTable.things { Self.check(row, on: stage, ids: ids) }
    }

    @Test("ids of earlier results complete by their names, those inside of them too")
    func earlier() throws {
        let stage = try Stage(demo: true)
        #expect(stage.completions("track get ⌶").found.candidates.isEmpty)
        #expect(stage.session.runAtPrompt("liked | first 3").status == 0)
        let tracks = stage.completions("track get ⌶").found.candidates
        #expect(tracks.count == 3)
        #expect(tracks.allSatisfy { $0.insert.count == 22 && $0.description != nil })
        #expect(!stage.completions("album get ⌶").found.candidates.isEmpty)
        #expect(stage.completions("queue add ⌶").found.candidates.allSatisfy { $0.insert.hasPrefix("spotify:track:") })
        #expect(stage.completions("| where .exp⌶").found.candidates.map(\.display) == ["explicit"])
        #expect(stage.completions("print $_[0].alb⌶").found.candidates.map(\.display) == ["album"])
    }

    @Test("a playlist that was just made is offered at the next TAB")
    func afterChange() throws {
        let stage = try Stage(demo: true)
        stage.waitForThings()
        #expect(stage.completions("playlist tracks Quite⌶").found.candidates.isEmpty)
        #expect(stage.session.runAtPrompt("let p = (playlist create \"Quite new\")").status == 0)
        // A slow machine may need more than one TAB: each waits 120 ms at most.
        var found: [String] = []
        for _ in 0..<500 where found.isEmpty {
            found = stage.completions("playlist tracks Quite⌶").found.candidates.map(\.display)
        }
        #expect(found == ["Quite new"])
    }

    @Test("without a network the names of the last session are there, and TAB does not wait for an answer")
    func offline() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/cache/responses.sqlite"
        let things = [NamedThing(id: "3z6KLMPyUiV7X3I01Pv0bT", uri: "spotify:playlist:x", name: "Road Trip", note: nil)]
        NameCache(path: path)?.keep(things, owner: "me", kind: "playlist")
        let silence = DispatchSemaphore(value: 0)
        defer { silence.signal() }
        let own = OwnThings(path: path, time: SystemTime())
        let source = OwnThings.Source {
            "me"
        } fetch: { _ in
            silence.wait()
            throw CancellationError()
        }
        // The deadline is far away here, so that a slow machine proves the same: what is cached does not wait for it.
        let found = own.names(.playlist, profile: "p", until: .now() + 60, from: source)
        #expect(found.things == things)
        // Nothing known and nobody answers: the deadline ends the wait.
        #expect(own.names(.device, profile: "p", until: .now() + .milliseconds(1), from: source).things.isEmpty)
    }

    @Test("of very many names the first are offered, with their number")
    func many() {
        let things = (0..<50_000).map {
            NamedThing(id: "\($0)", uri: "u\($0)", name: "Mix \($0) of Ångström", note: nil)
        }
        let index = NameIndex(things)
        #expect(index.best(for: "", limit: 1_000).count == 50_000)
        #expect(index.best(for: "mix 4999", limit: 1_000).things.map(\.id).first == "4999")
        #expect(index.best(for: "99 OF å", limit: 1_000).count == 500)
        #expect(index.best(for: "m49998n", limit: 1_000).things.map(\.id) == ["49998"])
        #expect(index.best(for: "zzz", limit: 1_000).count == 0)
    }
}
