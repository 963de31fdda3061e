import Foundation
import SpotDemo
import SpotTestSupport
import SpotValue
import Testing

/// The scripts that must run as written, checked by what the service holds afterwards.
@Suite("Scripts that run as written", .serialized, .enabled(if: ScriptStage.agreed != nil), .timeLimit(.minutes(5)))
struct ScriptTests {
    /// What is given up in "Doubles": rows 12 to 14 repeat 1 and 4; 16, 18 and 20 are the recordings of 15, 17 and 19.
    struct Dedupe: Sendable, CustomTestStringConvertible {
        var by: String
        var keep: String
        var dropped: Set<Int>
        var testDescription: String { "by \(by), keep \(keep)" }
    }

    @Test(
        "dedupe keeps one of each, in place",
        arguments: [
            Dedupe(by: "isrc", keep: "oldest", dropped: [12, 13, 14, 16, 18, 20]),
            Dedupe(by: "id", keep: "oldest", dropped: [12, 13, 14]),
            Dedupe(by: "name", keep: "oldest", dropped: [12, 13, 14, 16, 18, 20]),
            Dedupe(by: "isrc", keep: "newest", dropped: [1, 4, 12, 15, 17, 19]),
        ])
    func dedupe(_ how: Dedupe) async throws {
        try await ScriptStage.with { stage in
            let script = try ScriptStage.agreed("dedupe")
            let before = try #require(stage.uris("Doubles"))
            let outcome = try await stage.run(script, "Doubles", "--by", how.by, "--keep", how.keep, "--yes")
            let drops = outcome.output.split(separator: "\n").filter { $0.hasPrefix("  drop  ") }
            #expect(drops.count == how.dropped.count)
            let after = before.enumerated().filter { !how.dropped.contains($0.offset) }.map(\.element)
            #expect(stage.uris("Doubles") == after)
            _ = stage.requests()
            try await stage.run(script, "Doubles", "--by", how.by, "--yes")
            #expect(stage.writes().isEmpty)
        }
    }

    @Test("dedupe without an answer to its plan changes nothing")
    func dedupeUnasked() async throws {
        try await ScriptStage.with { stage in
            let script = try ScriptStage.agreed("dedupe")
            let refused = try await stage.binary.run([script.path, "Doubles"])
            #expect(refused.status == 2)
            #expect(refused.log.contains("--yes"))
            #expect(stage.requests().filter { $0.contains("/v1/") }.isEmpty)
            let dry = try await stage.run(script, "Doubles", "--dry-run")
            #expect(dry.output.contains("“Doubles”: 21 → 15 items"))
            #expect(stage.writes().isEmpty)
            let wrong = try await stage.binary.run([script.path, "Doubles", "--by", "colour", "--yes"])
            #expect(wrong.status == 2)
        }
    }

    @Test("sync-liked mirrors the liked songs, then only what changed, then nothing")
    func syncLiked() async throws {
        try await ScriptStage.with { stage in
            let script = try ScriptStage.agreed("sync-liked")
            #expect(try await stage.run(script).output == "+240 -0 → Liked (public)\n")
            #expect(stage.uris("Liked (public)") == stage.liked)
            _ = stage.requests()
            let again = try await stage.run(script)
            #expect(again.log.contains("already in sync"))
            #expect(stage.writes().isEmpty)

            let gone = try #require(stage.liked.dropFirst(100).first)
            let new = try #require(stage.uris("One Thousand Nights")?.first { !stage.liked.contains($0) })
            let change = try await stage.binary.run(["-c", "library remove \(gone); library save \(new)"])
            #expect(change.status == 0, "\(change.log)")
            #expect(stage.liked.first == new)
            _ = stage.requests()
            #expect(try await stage.run(script).output == "+1 -1 → Liked (public)\n")
            #expect(stage.uris("Liked (public)") == stage.liked)
            #expect(stage.writes().count == 2)
        }
    }

    @Test("merge takes each track once, leaves local files out, and keeps the order of what is there")
    func merge() async throws {
        try await ScriptStage.with { stage in
            let script = try ScriptStage.agreed("merge")
            let sources = try #require(stage.uris("Doubles")) + #require(stage.uris("From the Attic"))
            let wanted = onlyOnce(sources.filter { !$0.hasPrefix("spotify:local:") })
            try await stage.run(script, "Both", "Doubles", "From the Attic", "--shuffle", "--yes")
            let shuffled = try #require(stage.uris("Both"))
            #expect(shuffled.sorted() == wanted.sorted())
            #expect(shuffled != wanted)
            let more = try await stage.run(script, "Both", "Slow Sundays", "Doubles", "--yes")
            let added = try #require(stage.uris("Slow Sundays")).filter { !shuffled.contains($0) }
            #expect(!added.isEmpty)
            #expect(stage.uris("Both") == shuffled + onlyOnce(added))
            #expect(more.output.contains("to add to Both\n"))
            _ = stage.requests()
            let none = try await stage.run(script, "Both", "Slow Sundays", "--yes")
            #expect(none.output.contains(", 0 to add to Both\n"))
            #expect(stage.writes().isEmpty)
        }
    }

    @Test("backup writes a file for each playlist and one for each part of the library")
    func backup() async throws {
        try await ScriptStage.with { stage in
            let outcome = try await stage.run(try ScriptStage.agreed("backup"), "kept")
            let name = try #require(outcome.output.split(separator: "/").last).trimmingCharacters(in: .newlines)
            #expect(outcome.output == "Backup complete: kept/\(name)\n")
            let root = URL(fileURLWithPath: stage.binary.folder.path).appendingPathComponent("kept/\(name)")
            let files = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
            #expect(files == ["albums.json", "artists.csv", "liked.json", "playlists", "shows.json"])
            let liked = try JSON.parse(Array(Data(contentsOf: root.appendingPathComponent("liked.json"))))
            #expect(liked.listValue?.map { $0["uri"]?.stringValue ?? "" } == stage.liked)
            let artists = try String(contentsOf: root.appendingPathComponent("artists.csv"), encoding: .utf8)
            let ids = artists.split(separator: "\n").map { String($0.prefix { $0 != "," }) }
            #expect(ids == ["id"] + stage.ofUser("followed_artists"))
            try checkLists(stage, in: root.appendingPathComponent("playlists"))
        }
    }

    private func checkLists(_ stage: ScriptStage, in folder: URL) throws {
        let tables = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(tables.count == stage.playlists.count)
        for playlist in stage.playlists {
            let id = try #require(playlist["id"]?.stringValue)
            let file = try #require(tables.first { $0.hasSuffix("-\(id).csv") })
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            let uris = playlist["items"]?.listValue?.compactMap { $0["uri"]?.stringValue } ?? []
            let tracks = uris.filter { !$0.hasPrefix("spotify:episode:") }
            let lines = text.split(separator: "\n")
            #expect(lines.count == (tracks.isEmpty ? 0 : tracks.count + 1), "\(file)")
            #expect(tracks.isEmpty || lines.first == "position,uri,name,artists,album,added_at")
            for (line, uri) in zip(lines.dropFirst(), tracks) { #expect(line.contains(",\(uri),")) }
        }
    }

    @Test("import-csv finds songs by title and artist, and writes down what it did not find")
    func importCSV() async throws {
        try await ScriptStage.with { stage in
            let code = "liked | first 8 | map {title: .name, artist: .artists[0].name} | save songs.csv"
            #expect(try await stage.binary.run(["-c", code]).status == 0)
            let table = try stage.binary.folder.read("songs.csv")
            try stage.binary.folder.write("songs.csv", table + "qqq zzz xxy,nobody at all\n")
            let outcome = try await stage.run(try ScriptStage.agreed("import-csv"), "songs.csv", "Imported", "--yes")
            #expect(outcome.output.hasSuffix("8 matched, 1 to review in songs.csv.review.csv\n"))
            let names = try await stage.texts("playlist tracks Imported | map .name")
            #expect(try await names == stage.texts("liked | first 8 | map .name"))
            let review = try stage.binary.folder.read("songs.csv.review.csv")
            #expect(review == "title,artist,best,score\nqqq zzz xxy,nobody at all,,\n")
        }
    }

    @Test("top-artists writes a Markdown table")
    func topArtists() async throws {
        try await ScriptStage.with { stage in
            let outcome = try await stage.run(try ScriptStage.agreed("top-artists"), "--n", "5")
            #expect(outcome.output == "Wrote top-artists.md\n")
            let lines = try stage.binary.folder.read("top-artists.md").split(separator: "\n")
            #expect(lines.first == "| rank | artist | year_rank |")
            #expect(lines.count == 7)
            let names = try await stage.texts("top artists --range short_term --limit 5 | map .name")
            for (index, name) in names.enumerated() {
                #expect(lines[index + 2].hasPrefix("| \(index + 1) | \(name) | "))
            }
        }
    }

    @Test("unavailable moves what cannot be played, once")
    func unavailable() async throws {
        try await ScriptStage.with { stage in
            let script = try ScriptStage.agreed("unavailable")
            let listed = try await stage.run(script, "--yes")
            #expect(listed.output.contains("unavailable in \(stage.playlists.count) playlists\n"))
            #expect(stage.writes().isEmpty)
            let before = try #require(stage.uris("Far From Home"))
            let outcome = try await stage.run(script, "--quarantine", "Gone", "--yes")
            let gone = try #require(stage.uris("Gone"))
            let left = try #require(stage.uris("Far From Home"))
            #expect(!gone.isEmpty && !left.isEmpty)
            #expect(gone == onlyOnce(gone))
            #expect(left == before.filter { !gone.contains($0) })
            #expect(outcome.output.contains("“Far From Home”: \(before.count) → \(left.count) items"))
            _ = stage.requests()
            let again = try await stage.run(script, "--quarantine", "Gone", "--yes")
            #expect(again.output.contains("0 unavailable in "))
            #expect(stage.writes().isEmpty)
        }
    }

    @Test("archive-discover-weekly appends each week once, where Spotify still allows it")
    func archive() async throws {
        let script = try ScriptStage.agreed("archive-discover-weekly")
        try await ScriptStage.with(.extended) { stage in
            let outcome = try await stage.run(script)
            let archived = try #require(stage.uris("Discover Archive"))
            #expect(archived.count == 30)
            #expect(outcome.output == "Archived 30 tracks; Discover Archive now has 30\n")
            _ = stage.requests()
            #expect(try await stage.run(script).log.contains("nothing new this week"))
            #expect(stage.writes().isEmpty)
        }
        let refused = try await Binary().run(["--demo", script.path])
        #expect(refused.status == 1)
        #expect(refused.log.contains("Spotify does not let apps read its own playlists"))
    }
}

/// What pipelines cost.
@Suite("Requests of pipelines", .timeLimit(.minutes(5)))
struct PipelineRequestTests {
    @Test("a pipeline asks for no page that it does not need")
    func requests() async throws {
        try await ScriptStage.with { stage in
            #expect(try await stage.value("liked | first 3").listValue?.count == 3)
            #expect(stage.requests() == ["GET /v1/me/tracks"])
            let explicit = try await stage.value("liked | where .explicit | first 3")
            #expect(explicit.listValue?.count == 3)
            #expect(explicit.listValue?.allSatisfy { $0["explicit"]?.boolValue == true } == true)
            #expect(stage.requests() == ["GET /v1/me/tracks"])
            let loop = try await stage.texts("for t in (liked) { [$t.uri]; break }")
            #expect(loop == stage.liked.prefix(1).map { $0 })
            #expect(stage.requests() == ["GET /v1/me/tracks"])
            #expect(try await stage.value("[(liked | count)]") == [240])
            #expect(stage.requests().count <= 5)
            _ = try await stage.binary.run(["-c", "[] | playlist add Doubles"])
            #expect(stage.writes().isEmpty)
        }
    }
}

/// What a script prints where a person looks.
@Suite("Names on a terminal", .blocking, .timeLimit(.minutes(5)))
struct TerminalPrintTests {
    @Test("print and log show escape sequences in a name instead of sending them; a pipe gets the exact text")
    func escapes() async throws {
        try await ScriptStage.with { stage in
            let code =
                #"for p in (me playlists | where .name contains "Alert") { print "a\tb\r\n${$p.name}"; log $p.name }"#
            let piped = try await stage.binary.run(["-c", code])
            #expect(piped.output.hasPrefix("a\tb\r\n\u{1B}[31mRed\u{1B}[0m Alert"))
            #expect(piped.log.hasPrefix("\u{1B}[31mRed\u{1B}[0m Alert"))
            let session = try PtySession(
                executable: Binary.path, arguments: ["-c", code], environment: stage.binary.environment)
            #expect(try session.waitForExit() == 0)
            let text = String(decoding: session.output, as: UTF8.self)
            #expect(!text.contains("\u{1B}[31m"))
            #expect(text.split(separator: "␛[31mRed␛[0m Alert").count == 3)
            #expect(text.unicodeScalars.filter { $0 == "\n" }.count == 3)
        }
    }
}
