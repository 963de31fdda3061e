import SpotAPI
import SpotCommands
import SpotDiagnostics
import SpotInterpreter
import SpotSyntax
import Testing

/// A session that is signed out: enough for the table and the check.
final class SignedOut: CommandServices {
    let interruption = Interruption()
    var showsProgress: Bool { false }
    var isInteractive: Bool { false }
    func showProgress(_ progress: WorkProgress?) {}
    func note(_ text: String) {}
    func pin(_ name: String) -> String? { nil }
    func client(at place: Place) throws -> SpotifyClient {
        throw Diagnostic(.auth, code: "signed_out", "nobody is signed in", at: place, hint: "auth login")
    }
    func writes(at place: Place) throws -> WritePath {
        throw Diagnostic(.auth, code: "signed_out", "nobody is signed in", at: place, hint: "auth login")
    }
}

@Suite("The rows of the command table")
struct CommandTableTests {
    private let rows = SpotCommands.table(SignedOut()).map(\.description)

    /// The commands that the specification names.
    private static let named = """
        track get,album get,album tracks,artist get,artist albums,artist top-tracks,artist related,show get,\
        show episodes,episode get,audiobook get,audiobook chapters,chapter get,search,search tracks,search albums,\
        search artists,search playlists,search shows,search episodes,search audiobooks,markets,genres,recommend,\
        track features,track analysis,browse new-releases,browse featured,browse categories,browse category,\
        browse category-playlists,me,me playlists,me following,top artists,top tracks,recent,liked,library tracks,\
        library albums,library shows,library episodes,library audiobooks,library save,library remove,library contains,\
        artist follow,artist unfollow,user get,user playlists,user follow,user unfollow,playlist get,playlist tracks,\
        playlist items,playlist find,playlist create,playlist edit,playlist add,playlist remove,playlist replace,\
        playlist move,playlist cover,playlist set-cover,playlist follow,playlist unfollow,playlist followed,\
        player now,player state,player play,player pause,player next,player previous,player seek,player volume,\
        player repeat,player shuffle,queue,queue add,device list,device transfer,play,pause,next,previous,volume,\
        devices,now,api,undo,undo list,redo
        """.split(separator: ",").map(String.init)

    @Test("every command of the specification has a row, and no name stands for two")
    func names() {
        let names = rows.flatMap { [$0.name] + $0.aliases }
        #expect(Set(names).count == names.count)
        #expect(Self.named.filter { !names.contains($0) } == [])
    }

    @Test("every operation is reached by a named command and by call")
    func operations() {
        let called = Set(rows.filter { $0.name.hasPrefix("call ") }.compactMap(\.operation))
        #expect(Catalogue.operations.map(\.id).filter { !called.contains($0) } == [])
        let current = Catalogue.operations.filter { !$0.isRetired }.map(\.id)
        let named = Set(rows.filter { !$0.isHidden }.compactMap(\.operation))
        #expect(current.filter { !named.contains($0) } == [])
    }

    @Test("every list command has --limit and --page, and --page makes it one")
    func lists() {
        for row in rows where row.yields == .many && !["undo list", "playlist cover"].contains(row.name) {
            let options = row.parameters.filter { $0.kind != .positional }.map(\.name)
            #expect(options.contains("limit"), "\(row.name)")
            #expect(options.contains("page"), "\(row.name)")
        }
    }

    @Test("every player command takes a device, at most one parameter is the input, every row has a summary")
    func shape() {
        for row in rows {
            if row.name.hasPrefix("player ") { #expect(row.parameters.contains { $0.name == "device" }, "\(row.name)") }
            #expect(row.parameters.count { $0.isInput } <= 1, "\(row.name)")
            #expect(!row.summary.isEmpty && !row.summary.hasSuffix("."), "\(row.name)")
            #expect(!row.area.isEmpty)
            #expect(!row.examples.isEmpty || row.name == "playlist set-cover", "\(row.name)")
            if row.status == .retired { #expect(row.retirement?.isEmpty == false, "\(row.name)") }
        }
    }

    @Test("scopes are those of the catalogue")
    func scopes() throws {
        let liked = try #require(rows.first { $0.name == "liked" })
        #expect(liked.needs == ["user-library-read"])
        #expect(liked.operation == "get-users-saved-tracks")
        #expect(rows.first { $0.name == "me" }?.adds == ["user-read-private", "user-read-email"])
        #expect(rows.first { $0.name == "artist top-tracks" }?.status == .retired)
    }

    @Test("every example passes the check")
    func examples() {
        let table = CommandTable(commands: ValueCommands.all + SpotCommands.table(SignedOut()))
        for row in rows where !row.name.hasPrefix("spotipy ") {
            for example in row.examples {
                let parsed = Parser.parse(SourceText(name: row.name, text: example.code), mode: .file)
                #expect(parsed.diagnostics.isEmpty, "\(row.name): \(example.code)")
                let checked = Checker.check(parsed.script, table: table, session: SessionNames())
                #expect(checked.errors.map(\.message) == [], "\(row.name): \(example.code)")
            }
        }
    }
}
