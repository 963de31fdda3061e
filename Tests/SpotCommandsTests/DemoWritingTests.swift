import SpotDemo
import SpotDiagnostics
import SpotValue
import Testing

@Suite("Changing things at the demo service", .serialized, .timeLimit(.minutes(5)))
struct DemoWritingTests {
    @Test("a playlist from nothing to nothing, and back by undo")
    func playlist() async throws {
        try await DemoSession.with { session async throws in
            let names = try await session.value(
                """
                let tracks = (search tracks a --limit 10)
                let p = (playlist create "Test List" --description "d")
                $tracks | playlist add $p
                $tracks | first 2 | playlist add $p --position 0
                let rows = (playlist tracks $p)
                [($rows | count), $rows[0].id == $tracks[0].id, $rows[11].position, (playlist get $p).description]
                """)
            #expect(names == [12, true, 11, "d"])
            #expect(try await session.value("playlist tracks 'Test List' | uniq .uri | count") == 10)
            // Every copy goes, as Spotify has it.
            _ = try await session.run("playlist tracks 'Test List' | first 1 | playlist remove 'Test List'")
            #expect(try await session.value("playlist tracks 'Test List' | count") == 10)
            _ = try await session.run("undo")
            #expect(try await session.value("playlist tracks 'Test List' | count") == 12)
            // Just the row goes.
            _ = try await session.run(
                "playlist tracks 'Test List' | first 1 | playlist remove 'Test List' --occurrence")
            #expect(try await session.value("playlist tracks 'Test List' | count") == 11)
            _ = try await session.run("top tracks --limit 3 | playlist replace 'Test List'")
            #expect(try await session.value("playlist tracks 'Test List' | count") == 3)
            _ = try await session.run("undo; undo")
            #expect(try await session.value("playlist tracks 'Test List' | count") == 12)
            _ = try await session.run("redo")
            #expect(try await session.value("playlist tracks 'Test List' | count") == 11)
            _ = try await session.run("playlist move 'Test List' 0 11; playlist edit 'Test List' --name 'Other'")
            #expect(try await session.value("(playlist find Other).name") == "Other")
            _ = try await session.run("playlist unfollow Other")
            #expect(try await session.value("(playlist find Other)? ?? 'gone'") == "gone")
        }
    }

    @Test("changes by spotipy's names answer as spotipy does, are taken back as any other, and can be planned")
    func spotipyNames() async throws {
        try await DemoSession.with { session async throws in
            let tracks = "let t = (liked | first 3 | map .uri); "
            let uris = "(playlist tracks Sp | map .uri)"
            // The argument is evaluated once, though it has two names.
            let added = "(playlist_add_items (current_user_playlist_create Sp) $t).snapshot_id"
            #expect(try await session.value(tracks + "\(added) != null") == true)
            _ = try await session.run(tracks + "playlist_add_items (playlist find Sp) [$t[0]] --position 1")
            #expect(try await session.value("\(uris) | count") == 4)
            // One copy: Spotify looks at no positions any more, the write path does.
            _ = try await session.run(
                tracks + "playlist_remove_specific_occurrences_of_items (playlist find Sp) "
                    + "[{uri: $t[0], positions: [1]}]")
            #expect(try await session.value("\(uris) == (liked | first 3 | map .uri)") == true)
            _ = try await session.run("playlist_reorder_items (playlist find Sp) 2 0")
            _ = try await session.run(
                tracks + "playlist_remove_all_occurrences_of_items (playlist find Sp) [$t[1]]")
            _ = try await session.run(
                "playlist_replace_items (playlist find Sp) []; playlist_change_details (playlist find Sp) --name Xy")
            #expect(try await session.value("playlist tracks Xy | count") == 0)
            _ = try await session.run("undo; undo; undo; undo; undo; undo")
            #expect(try await session.value("\(uris) == (liked | first 3 | map .uri)") == true)
            _ = try await session.run("current_user_saved_tracks_delete (liked | first 2 | map .uri); undo")
            #expect(try await session.value("\(uris) | library contains | where .saved | count") == 3)
            let planned = "plan { playlist_add_items (playlist find Sp) (liked | first 1 | map .id) }"
            _ = try await session.run(planned)
            #expect(try await session.value("\(uris) | count") == 4)
            _ = try await session.run("undo")
            #expect(try await session.value("\(uris) | count") == 3)
        }
    }

    @Test("more than a hundred keep their order, and empty lists are without a request")
    func batches() async throws {
        try await DemoSession.with { session async throws in
            let same = try await session.value(
                """
                let tracks = (liked --limit 230)
                let p = (playlist create Big)
                $tracks | playlist add $p
                [] | playlist add $p
                [] | playlist remove $p
                (playlist tracks $p | map .uri) == ($tracks | map .uri)
                """)
            #expect(same == true)
            let error = await #expect(throws: Diagnostic.self) { try await session.run("[] | playlist replace Big") }
            #expect(error?.code == "empty_replace")
            _ = try await session.run("[] | playlist replace Big --empty")
            #expect(try await session.value("playlist tracks Big | count") == 0)
            _ = try await session.run("undo")
            #expect(try await session.value("playlist tracks Big | count") == 230)
        }
    }

    @Test("a connection cut at any request of a rewrite leaves the old content or the new")
    func faults() async throws {
        let rules = [
            "DELETE /playlists/*/items: reset x1", "POST /playlists/{id}/items: reset x1",
            "PUT /playlists/*/items: reset x1", "DELETE /playlists/{id}/items: 503 x9",
            "POST /playlists/*/items: 503 x1", "POST /playlists/*/items: drop x1", "DELETE /playlists/*/items: drop x1",
        ]
        for rule in rules {
            try await DemoSession.with { session async throws in
                _ = try await session.run(
                    """
                    let tracks = (liked --limit 110)
                    let p = (playlist create Long)
                    $tracks | playlist add $p
                    $tracks | first 10 | playlist add $p
                    """)
                let before = try await session.value("playlist tracks Long | map .uri")
                session.server.addFault(try FaultRule(rule))
                let result = await Result {
                    try await session.run(
                        "playlist tracks Long | where .position >= 110 | playlist remove Long --occurrence")
                }
                session.server.clearFaults()
                let after = try await session.value("playlist tracks Long | map .uri")
                switch result {
                case .success: #expect(after == .list(Array(before.listValue ?? List([])).prefix(110)), "\(rule)")
                case .failure: #expect(after == before, "\(rule)")
                }
            }
        }
    }

    @Test("the library: save, contains, remove, undo")
    func library() async throws {
        try await DemoSession.with { session async throws in
            let saved = try await session.value(
                """
                let t = (search tracks a --limit 10 | library contains | where not .saved | first)
                library save $t
                let in = (library contains $t)
                library remove $t
                let out = (library contains $t)
                undo
                [$in, $out, (library contains $t)]
                """.replacing("let in =", with: "let inside =").replacing("[$in,", with: "[$inside,"))
            #expect(saved == [true, false, true])
        }
    }

    @Test("the player: play, pause, volume, seek, repeat, shuffle, queue, devices")
    func player() async throws {
        try await DemoSession.with { session async throws in
            _ = try await session.run(
                """
                let d = (device list | first)
                device transfer $d.name --play true
                liked --limit 3 | player play
                player volume 31
                player seek 0:05
                player repeat context
                player shuffle on
                pause
                next
                previous
                search tracks b --limit 2 | queue add
                """)
            let state = try await session.value("player state")
            #expect(state["device"]?["volume_percent"] == 31)
            #expect(state["repeat_state"] == "context" && state["shuffle_state"] == true)
            #expect(try await session.value("(queue).queue | count").intValue ?? 0 >= 2)
            #expect(try await session.value("now")["item"] != nil)
        }
    }

    @Test("without an active device the error names the devices and what to type")
    func noDevice() async throws {
        try await DemoSession.with { session async throws in
            session.server.setActiveDevice(nil)
            let error = await #expect(throws: Diagnostic.self) { try await session.run("player pause") }
            #expect(error?.kind == .noDevice)
            #expect(error?.hint?.hasPrefix("device transfer '") == true)
        }
    }

    @Test("a plan with several playlists is applied as a whole, and one undo takes it back")
    func plan() async throws {
        try await DemoSession.with { session async throws in
            let counts = try await session.value(
                """
                let a = (playlist create A)
                liked --limit 5 | playlist add $a
                plan {
                  let b = (playlist create B)
                  liked --limit 3 | playlist add $b
                  playlist tracks $a | first 2 | playlist remove $a
                }
                [(playlist tracks A | count), (playlist tracks B | count)]
                """)
            #expect(counts == [3, 3])
            #expect(try await session.value("undo; playlist tracks A | count") == 5)
        }
    }
}
