import Foundation
import SpotDemo
import SpotValue
import Testing

/// Every script in `examples/` does what its first line says, checked by what the service holds afterwards.
@Suite("Examples", .serialized, .timeLimit(.minutes(5)))
struct ExampleTests {
    @Test("every example passes the strict check")
    func check() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: ScriptStage.examples.path)
            .filter { $0.hasSuffix(".spot") }.sorted()
        #expect(
            names == [
                "artists-to-follow.spot", "compare.spot", "decades.spot", "find-everywhere.spot", "keep-current.spot",
                "restore.spot", "reverse.spot", "sleep-timer.spot", "smart-playlist.spot", "tour.spot",
                "year-report.spot",
            ], "each example has a test here")
        let paths = names.map { ScriptStage.examples.appendingPathComponent($0).path }
        let outcome = try await Binary().run(["--strict", "--check"] + paths)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.log)")
    }

    @Test("tour runs on the demo service of its own process")
    func tour() async throws {
        let outcome = try await Binary().run(["--demo", ScriptStage.example("tour").path])
        #expect(outcome.status == 0, "\(outcome.log)")
        #expect(outcome.output.contains("Robin Vale (demo-listener)\n"))
        #expect(outcome.output.contains("now 2 tracks in Long ones\n"))
        #expect(outcome.output.contains("caught not_found: "))
        #expect(outcome.output.contains(#"{"track":"Tramway in Vellmar""#))
        #expect(outcome.log.isEmpty)
    }

    @Test("artists-to-follow lists, follows when asked, and then has nobody left")
    func artistsToFollow() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("artists-to-follow")
            let before = stage.ofUser("followed_artists")
            let listed = try await stage.run(script)
            let count = try #require(Int(listed.output.split(separator: "\n").last?.prefix { $0.isNumber } ?? ""))
            #expect(count > 0)
            #expect(listed.output.hasSuffix("not followed yet\n"))
            #expect(stage.ofUser("followed_artists") == before)
            #expect(try await stage.run(script, "--apply").output.hasSuffix("followed now\n"))
            let after = stage.ofUser("followed_artists")
            #expect(after.count == before.count + count)
            #expect(Set(before).isSubset(of: after))
            _ = stage.requests()
            #expect(try await stage.run(script, "--apply").output.contains("\n0 of "))
            #expect(stage.writes().isEmpty)
        }
    }

    @Test("compare tells what two playlists share")
    func compare() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("compare")
            let left = try Set(#require(stage.uris("Doubles")))
            let right = try Set(#require(stage.uris("One Thousand Nights")))
            let outcome = try await stage.run(script, "Doubles", "One Thousand Nights")
            #expect(outcome.output.hasSuffix("in both: \(left.intersection(right).count)\n"))
            #expect(!left.isDisjoint(with: right))
            #expect(outcome.output.hasPrefix("only in Doubles:\n"))
            #expect(outcome.output.contains("\nonly in One Thousand Nights:\n"))
            // 18 URIs, of which three are second releases of other three.
            let alike = try await stage.run(script, "Doubles", "Doubles", "--by", "isrc")
            #expect(alike.output.hasSuffix("in both: \(left.count - 3)\n"))
        }
    }

    @Test("decades fills a playlist for each decade, once")
    func decades() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("decades")
            let liked = stage.liked
            let outcome = try await stage.run(script, "--least", "1")
            let made = stage.playlists.filter { $0["name"]?.stringValue?.hasPrefix("Liked ") == true }
            #expect(made.count == outcome.output.split(separator: "\n").count)
            let all = made.flatMap { $0["items"]?.listValue?.compactMap { $0["uri"]?.stringValue } ?? [] }
            #expect(all.sorted() == liked.sorted())
            let seventies = try await stage.texts(
                #"liked | where .album.release_date =~ "^197" | map .uri"#)
            #expect(stage.uris("Liked 1970s") == seventies)
            _ = stage.requests()
            let again = try await stage.run(script, "--least", "1").output.split(separator: "\n")
            #expect(again.allSatisfy { $0.hasSuffix(", 0 new") })
            #expect(stage.writes().isEmpty)
        }
    }

    @Test("find-everywhere finds a text in titles and artists, whatever its letters")
    func findEverywhere() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("find-everywhere")
            let found = try await stage.run(script, "COBALT letters").output
            for position in [2, 13, 15] {
                #expect(found.contains(#"{"playlist":"Doubles","position":\#(position),"name":"Cobalt Letters""#))
            }
            #expect(!found.contains("\n0 found"))
            #expect(try await stage.run(script, #"(.*\E["#).output.hasSuffix("\n0 found\n"))
        }
    }

    @Test("keep-current keeps the song that plays, once")
    func keepCurrent() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("keep-current")
            try await stage.run(script)
            let song = try #require(stage.user["player"]?["current"]?.stringValue)
            #expect(stage.uris("Keepers") == [song])
            _ = stage.requests()
            #expect(try await stage.run(script).output.hasSuffix(" is in Keepers already\n"))
            #expect(stage.writes().isEmpty)
            stage.server.setActiveDevice(nil)
            let silent = try await stage.binary.run([script.path])
            #expect(silent.status == 1)
            #expect(silent.log.contains("nothing is playing"))
        }
    }

    @Test("restore brings a playlist back from a backup, and leaves it alone where nothing changed")
    func restore() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("restore")
            for (file, name) in [("big.csv", "One Thousand Nights"), ("attic.csv", "From the Attic")] {
                let code =
                    "playlist tracks '\(name)' | map {position: .position, uri: .uri, name: .name} | save \(file)"
                #expect(try await stage.binary.run(["-c", code]).status == 0)
            }
            try await stage.run(script, "big.csv", "Copy")
            #expect(stage.uris("Copy") == stage.uris("One Thousand Nights"))
            let harm = "playlist tracks Copy | first 300 | playlist remove Copy"
            #expect(try await stage.binary.run(["-c", harm]).status == 0)
            #expect(stage.uris("Copy") != stage.uris("One Thousand Nights"))
            #expect(try await stage.run(script, "big.csv", "Copy").output == "1000 tracks restored to Copy\n")
            #expect(stage.uris("Copy") == stage.uris("One Thousand Nights"))
            _ = stage.requests()
            #expect(try await stage.run(script, "big.csv", "Copy").output == "Copy is as in the backup\n")
            #expect(stage.writes().isEmpty)
            let attic = try #require(stage.uris("From the Attic"))
            let tracks = attic.filter { $0.hasPrefix("spotify:track:") }
            let outcome = try await stage.run(script, "attic.csv", "Attic Copy")
            #expect(stage.uris("Attic Copy") == tracks)
            #expect(outcome.output.contains("\(attic.count - tracks.count) rows cannot be restored"))
        }
    }

    @Test("reverse copies backwards and leaves the playlist as it is")
    func reverse() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("reverse")
            let source = try #require(stage.uris("Doubles"))
            try await stage.run(script, "Doubles")
            #expect(stage.uris("Doubles, reversed") == source.reversed())
            #expect(stage.uris("Doubles") == source)
            try await stage.run(script, "One Thousand Nights", "--name", "Back")
            #expect(stage.uris("Back") == stage.uris("One Thousand Nights")?.reversed())
            let count = stage.playlists.count
            let empty = try await stage.binary.run([script.path, "Empty Shelf"])
            #expect(empty.status == 1)
            #expect(stage.playlists.count == count)
        }
    }

    @Test("sleep-timer fades, pauses and puts the volume back")
    func sleepTimer() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("sleep-timer")
            let volume = stage.user["player"]?["volumes"]?["Kitchen Speaker"]
            try await stage.run(script, "10ms", "--step", "10ms")
            #expect(stage.user["player"]?["is_playing"] == false)
            #expect(stage.user["player"]?["volumes"]?["Kitchen Speaker"] == volume)
            let volumes = stage.server.requests.listValue?.filter { $0["path"] == "/v1/me/player/volume" }
            #expect(volumes?.count == 11)
            #expect(try await stage.run(script, "10ms").log.contains("nothing is playing"))
        }
    }

    @Test("sleep-timer pauses a device whose volume cannot be set")
    func sleepTimerWithoutVolume() async throws {
        try await ScriptStage.with { stage in
            let phone = try await stage.texts(#"device list | where .name == "Pocket Phone" | map .id"#)
            stage.server.setActiveDevice(phone.first)
            try await stage.run(ScriptStage.example("sleep-timer"), "10ms")
            #expect(stage.user["player"]?["is_playing"] == false)
        }
    }

    @Test("smart-playlist follows its rule and writes only changes")
    func smartPlaylist() async throws {
        try await ScriptStage.with { stage in
            let script = ScriptStage.example("smart-playlist")
            try await stage.run(script)
            let wanted = try await stage.texts(
                """
                liked
                  | where .album.release_date >= "1960" and .album.release_date < "1990" and .duration_ms <= 240000
                  | sort .album.release_date, .name | map .uri
                """)
            #expect(!wanted.isEmpty)
            #expect(stage.uris("Short and old") == wanted)
            _ = stage.requests()
            #expect(try await stage.run(script).log.contains("no change"))
            #expect(stage.writes().isEmpty)
            let other = try Set(#require(stage.uris("One Thousand Nights")))
            try await stage.run(script, "--except", "One Thousand Nights")
            #expect(stage.uris("Short and old") == wanted.filter { !other.contains($0) })
        }
    }

    @Test("year-report writes its tables")
    func yearReport() async throws {
        try await ScriptStage.with { stage in
            #expect(try await stage.run(ScriptStage.example("year-report")).output == "wrote liked-report.md\n")
            let report = try stage.binary.folder.read("liked-report.md")
            #expect(report.hasPrefix("# 240 liked songs\n\n## By year\n\n| year | liked |\n| --- | --- |\n"))
            #expect(report.contains("\n\n## Ten artists\n\n| artist | songs |\n"))
            #expect(report.contains("\n\n## The longest\n\n| song | length |\n"))
            // Three heads of two lines, one year, ten artists, five songs.
            let rows = report.split(separator: "\n").filter { $0.hasPrefix("| ") }
            #expect(rows.count == 22)
        }
    }
}
