import SpotDiagnostics
import SpotValue
import Testing

@testable import SpotAPI

private let id = "6rqhFgbbKwnb9MLmUQDhG6"
private let other = "37i9dQZF1DXcBWIGoYBM5M"
private let deviceID = "5fbb3ba6aa454b5534c4ba43a8c7e8e45a63ad0e"

/// One way to write something, and what it is.
private struct Written: Sendable, CustomTestStringConvertible {
    var text: String
    var expected: Set<ObjectType>
    var result: Reference?
    /// The beginning of the error's message, where it is one.
    var error: String?
    var testDescription: String { "\(text) as \(expected.map(\.rawValue).sorted())" }
}

private func good(_ text: String, _ type: ObjectType, _ value: String = id) -> Written {
    Written(text: text, expected: [type], result: .object(type, id: value))
}

private func bad(_ text: String, _ expected: Set<ObjectType>, _ error: String) -> Written {
    Written(text: text, expected: expected, error: error)
}

private func name(_ text: String, _ type: ObjectType, _ value: String? = nil) -> Written {
    Written(text: text, expected: [type], result: .name(value ?? text))
}

private let types: [ObjectType] = [.track, .album, .artist, .playlist, .show, .episode, .audiobook, .chapter]

private let plain: [Written] =
    types.map { good(id, $0) } + types.map { good("spotify:\($0.rawValue):\(id)", $0) }
    + types.map { good("https://open.spotify.com/\($0.rawValue)/\(id)", $0) }
    + types.map { good("https://open.spotify.com/intl-de/\($0.rawValue)/\(id)?si=0123456789abcdef", $0) }
    + types.map { good("open.spotify.com/embed/\($0.rawValue)/\(id)/", $0) }

private let written: [Written] = [
    // Blanks and line ends around do not count.
    good(" \(id)\n", .track), good("\t spotify:album:\(id) ", .album),
    good("\u{A0}https://open.spotify.com/track/\(id)\r\n", .track),
    // URIs.
    good("SPOTIFY:track:\(id)", .track), good("spotify:track:\(id)?si=abc", .track),
    good("spotify:user:bob:playlist:\(other)", .playlist, other),
    good("spotify:user:b.o_b-1:playlist:\(other)", .playlist, other),
    good("spotify:user:bob", .user, "bob"), good("spotify:user:b.o_b-1", .user, "b.o_b-1"),
    good("spotify:user:j%C3%BCrgen", .user, "jürgen"),
    Written(
        text: "spotify:local:Artist:Album:Title:210", expected: [.track, .episode],
        result: .local(uri: "spotify:local:Artist:Album:Title:210")),
    Written(text: "spotify:local:::Title:210", expected: [.track], result: .local(uri: "spotify:local:::Title:210")),
    // Addresses.
    good("http://open.spotify.com/track/\(id)", .track), good("open.spotify.com/track/\(id)", .track),
    good("//open.spotify.com/track/\(id)", .track), good("HTTPS://OPEN.spotify.com/track/\(id)", .track),
    good("https://open.spotify.com/track/\(id)/", .track), good("https://open.spotify.com/track/\(id)?", .track),
    good("https://open.spotify.com/track/\(id)#0:30", .track),
    good("https://open.spotify.com/track/\(id)?si=x&utm_source=copy#here", .track),
    good("https://open.spotify.com/intl-de-AT/track/\(id)", .track),
    good("https://open.spotify.com/intl-pt/embed/album/\(id)?utm_source=generator", .album),
    good("https://open.spotify.com/embed-podcast/episode/\(id)", .episode),
    good("https://embed.spotify.com/?uri=spotify:track:\(id)", .track),
    good("https://embed.spotify.com/?theme=white&uri=spotify%3Aalbum%3A\(id)", .album),
    good("https://play.spotify.com/artist/\(id)", .artist),
    good("https://open.spotify.com/artist/\(id)/discography/all", .artist),
    good("https://open.spotify.com/album/\(id)?highlight=spotify:track:\(other)", .album),
    good("https://open.spotify.com/user/bob/playlist/\(other)", .playlist, other),
    good("https://open.spotify.com/user/b.o_b-1/playlist/\(other)?si=1", .playlist, other),
    good("https://open.spotify.com/user/bob", .user, "bob"),
    good("https://open.spotify.com/user/b.o_b-1?si=2", .user, "b.o_b-1"),
    good("https://open.spotify.com/user/j%C3%BCrgen", .user, "jürgen"),
    good("https://api.spotify.com/v1/tracks/\(id)", .track),
    good("https://api.spotify.com/v1/audiobooks/\(id)", .audiobook),
    // Audiobooks and chapters, as Spotify writes them.
    good("spotify:show:\(id)", .audiobook), good("spotify:episode:\(id)", .chapter),
    // Users and devices.
    good("bob", .user, "bob"), good("mr. x", .user, "mr. x"), good(id, .user),
    good("31abc_def-g.h", .user, "31abc_def-g.h"),
    good(deviceID, .device, deviceID),
    // A word alone, where several types may stand.
    Written(text: id, expected: [.track, .episode], result: .object(.track, id: id)),
    Written(text: "spotify:episode:\(id)", expected: [.track, .episode], result: .object(.episode, id: id)),
    Written(text: id, expected: [.playlist, .device], result: .object(.playlist, id: id)),
    // Names, of what you have a list of.
    name("Road Trip", .playlist), name("Don't Stop", .playlist), name(" Road Trip ", .playlist, "Road Trip"),
    name("\(id)x", .playlist), name(String(id.dropLast()), .playlist), name("ünïcödé 🎧", .playlist),
    name("kitchen", .device), name(id, .device), name("Björk", .artist), name("spotify", .playlist),
    // Pins.
    Written(text: "@mix", expected: [.playlist], result: .object(.playlist, id: other)),
    Written(text: "@trip", expected: [.playlist], result: .name("Road Trip")),
]

private let wrong: [Written] = [
    bad("spotify:album:\(id)", [.playlist], "that is an album; this wants a playlist"),
    bad("https://open.spotify.com/artist/\(id)", [.track], "that is an artist; this wants a track"),
    bad("spotify:show:\(id)", [.track, .episode], "that is a show; this wants a track or an episode"),
    bad("spotify:user:bob", [.playlist], "that is a user; this wants a playlist"),
    bad("spotify:user:bob:playlist:\(id)", [.album], "that is a playlist; this wants an album"),
    bad("spotify:local:a:b:c:1", [.playlist], "that is a local file; this wants a playlist"),
    bad("@mix", [.album], "that is a playlist; this wants an album"),
    bad("@nothing", [.album], "there is no pin \"nothing\""),
    bad("", [.track], "an empty text is no track"), bad(" \n", [.playlist], "an empty text is no playlist"),
    bad("foo", [.track], "\"foo\" is no track: an id is 22 letters and digits"),
    bad("\(id)x", [.album], "\"\(id)x\" is no album"), bad(String(id.dropLast()), [.track], "\""),
    bad("6rqhFgbbKwnb9MLmUQDhG_", [.track], "\"6rqhFgbbKwnb9MLmUQDhG_\" is no track"),
    bad("6rqhFgbbKwnb9MLmUQDhGé", [.track], "\""),
    bad(
        "spotify:track:short", [.track], "the id in \"spotify:track:short\" is not 22 letters and digits but \"short\""),
    bad("spotify:track:", [.track], "the id in \"spotify:track:\" is not 22"),
    bad("spotify:track:\(id):\(id)", [.track], "\"spotify:track:"),
    bad("spotify:", [.track], "\"spotify:\" is no Spotify URI"),
    bad("spotify:user:", [.user], "\"spotify:user:\" is no Spotify URI"),
    bad("spotify:genre:rock", [.playlist], "\"spotify:genre:rock\" is a genre URI"),
    bad("spotify:collection", [.playlist], "that is your Liked Songs"),
    bad("spotify:user:bob:collection", [.playlist], "that is your Liked Songs"),
    bad("https://open.spotify.com/collection/tracks", [.playlist], "that is the address of your Liked Songs"),
    bad("https://open.spotify.com/track/short", [.track], "the id in"),
    bad("https://open.spotify.com/track/", [.track], "\"https://open.spotify.com/track/\" is the address of no track"),
    bad("https://open.spotify.com/", [.album], "\"https://open.spotify.com/\" is the address of no album"),
    bad("https://open.spotify.com/genre/rock", [.playlist], "\"https://open.spotify.com/genre/rock\" is the address"),
    bad("https://spotify.link/AbCdEf", [.track], "a spotify.link address hides what it leads to"),
    bad("spotify.link/AbCdEf", [.playlist], "a spotify.link address hides what it leads to"),
    bad("https://openXspotify.com/track/\(id)", [.track], "openxspotify.com is not Spotify's web player"),
    bad("https://evil.test/open.spotify.com/track/\(id)", [.track], "evil.test is not"),
    bad("https://open.spotify.com@evil.test/track/\(id)", [.track], "open.spotify.com@evil.test is not"),
    bad(id, [.track, .album], "an id alone does not say what it is"),
]

struct ReferenceTests {
    private static let pins = ["mix": "spotify:playlist:\(other)", "trip": "Road Trip"]

    @Test("there are a hundred cases and more")
    func enough() {
        #expect(plain.count + written.count + wrong.count >= 100)
    }

    @Test("what is written is what it says", arguments: plain + written)
    private func reads(_ written: Written) throws {
        let reference = try Reference.parse(written.text, expecting: written.expected) { Self.pins[$0] }
        #expect(reference == written.result)
    }

    @Test("what is wrong is an error that says why", arguments: wrong)
    private func refuses(_ written: Written) {
        let error = #expect(throws: APIError.self) {
            try Reference.parse(written.text, expecting: written.expected) { Self.pins[$0] }
        }
        #expect(error?.message.hasPrefix(written.error ?? "?") ?? false, "\(error?.message ?? "")")
    }

    @Test("records stand for themselves by uri, else by id")
    func records() throws {
        func parse(_ value: Value, _ types: Set<ObjectType>) throws -> Reference {
            try Reference.parse(value, expecting: types)
        }
        #expect(try parse(["uri": .string("spotify:track:\(id)")], [.track]) == .object(.track, id: id))
        #expect(try parse(["id": .string(id)], [.album]) == .object(.album, id: id))
        #expect(
            try parse(["id": .string(id), "type": "episode"], [.track, .episode]) == .object(.episode, id: id))
        #expect(
            try parse(["uri": .string("spotify:show:\(id)"), "type": "audiobook"], [.audiobook, .show])
                == .object(.audiobook, id: id))
        #expect(
            try parse(["id": nil, "uri": "spotify:local:a:b:c:1"], [.track]) == .local(uri: "spotify:local:a:b:c:1"))
        #expect(
            try parse(["id": .string(deviceID), "is_active": true, "type": "Computer", "name": "x"], [.device])
                == .object(.device, id: deviceID))
        let album = #expect(throws: APIError.self) {
            try parse(["uri": .string("spotify:album:\(id)")], [.playlist])
        }
        #expect(album?.message == "that is an album; this wants a playlist")
        #expect(throws: APIError.self) { try parse(["name": "gone", "uri": nil], [.track]) }
        #expect(throws: APIError.self) { try parse(3, [.track]) }
    }

    @Test("references write themselves as URIs and addresses")
    func writes() {
        #expect(Reference.object(.track, id: id).uri == "spotify:track:\(id)")
        #expect(Reference.object(.user, id: "jürgen").uri == "spotify:user:j%C3%BCrgen")
        #expect(Reference.object(.album, id: id).webAddress == "https://open.spotify.com/album/\(id)")
        #expect(Reference.object(.device, id: deviceID).uri == nil)
    }

    @Test("names: the exact one, else the only one ignoring case; several are listed; beginnings only where allowed")
    func names() async throws {
        let lists: [ObjectType: [Value]] = [
            .playlist: [
                ["id": "1", "name": "Road Trip"], ["id": "2", "name": "road trip"], ["id": "3", "name": "Chill"],
                ["id": "4", "name": "Twice"], ["id": "5", "name": "Twice"], ["id": "6", "name": "Élan"],
            ],
            .device: [["id": "7", "name": "Kitchen"], ["id": nil, "name": "TV"]],
        ]
        func resolve(_ name: String, _ types: Set<ObjectType>, prefixes: Bool = false) async throws -> Reference {
            let resolver = ReferenceResolver(acceptsPrefixes: prefixes) { lists[$0] ?? [] }
            return try await resolver.resolve(.name(name), expecting: types)
        }
        #expect(try await resolve("road trip", [.playlist]) == .object(.playlist, id: "2"))
        #expect(try await resolve("Road Trip", [.playlist]) == .object(.playlist, id: "1"))
        #expect(try await resolve("CHILL", [.playlist]) == .object(.playlist, id: "3"))
        #expect(try await resolve("élan", [.playlist]) == .object(.playlist, id: "6"))
        #expect(try await resolve("kitchen", [.device]) == .object(.device, id: "7"))
        #expect(try await resolve("kitchen", [.playlist, .device]) == .object(.device, id: "7"))
        #expect(try await resolve("Chi", [.playlist], prefixes: true) == .object(.playlist, id: "3"))
        let several = await failure { try await resolve("ROAD TRIP", [.playlist]) }
        #expect(several?.code == "ambiguous_name")
        #expect(several?.hint == "give an id: Road Trip 1, road trip 2")
        #expect(await failure { try await resolve("Twice", [.playlist]) }?.code == "ambiguous_name")
        let none = await failure { try await resolve("Chil", [.playlist]) }
        #expect(none?.kind == .notFound)
        #expect(none?.hint == "did you mean Chill?")
        #expect(await failure { try await resolve("Chi", [.playlist]) }?.kind == .notFound)
        #expect(await failure { try await resolve("TV", [.device]) }?.kind == .noDevice)
        #expect(await failure { try await resolve("Garage", [.device]) }?.kind == .noDevice)
    }
}
