import SpotValue

/// Audio features, analysis and recommendations: retired, for extended mode. The numbers are made from the identifier.
extension DemoState {
    static let audioEndpoints: [String: Endpoint] = [
        "get-audio-features": { (state, call) throws(APIRefusal) in
            guard case .track(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.features(place), .catalogue)
        },
        "get-several-audio-features": { (state, call) throws(APIRefusal) in
            let ids = try call.identifiers(atMost: 100)
            let features = ids.map { state.features(of: $0) }
            return .json(["audio_features": .list(features)], .catalogue)
        },
        "get-audio-analysis": { (state, call) throws(APIRefusal) in
            guard case .track(let place) = try state.entity(call) else { throw .notFound }
            return .json(state.analysis(place), .catalogue)
        },
        "get-recommendations": { (state, call) throws(APIRefusal) in try state.recommendations(call) },
    ]

    /// A number from 0 to 1 that a track has for a name, always the same.
    private func measure(_ track: Int, _ name: String) -> Double {
        let seed = UInt64(Checksum.fnv1a((world.tracks[track].id + name).utf8), radix: 16) ?? 0
        var random = SeededGenerator(seed: seed)
        return Double(random.below(1000)) / 1000
    }

    private func tempo(_ track: Int) -> Double { 60 + measure(track, "tempo") * 120 }

    private func features(of id: String) -> Value {
        if case .track(let place)? = world.index[id] { features(place) } else { .null }
    }

    private func features(_ place: Int) -> Value {
        let track = world.tracks[place]
        var fields = Record()
        for name in [
            "acousticness", "danceability", "energy", "instrumentalness", "liveness", "speechiness", "valence",
        ] {
            fields[name] = .double(measure(place, name))
        }
        fields["analysis_url"] = .string("\(root)/v1/audio-analysis/\(track.id)")
        fields["duration_ms"] = .int(track.duration)
        fields["id"] = .string(track.id)
        fields["key"] = .int(Int(measure(place, "key") * 12))
        fields["loudness"] = .double(-30 * measure(place, "loudness"))
        fields["mode"] = .int(Int(measure(place, "mode") * 2))
        fields["tempo"] = .double(tempo(place))
        fields["time_signature"] = 4
        fields["track_href"] = .string("\(root)/v1/tracks/\(track.id)")
        fields["type"] = "audio_features"
        fields["uri"] = .string("spotify:track:\(track.id)")
        return .record(fields)
    }

    private func analysis(_ place: Int) -> Value {
        let seconds = Double(world.tracks[place].duration) / 1000
        let beat = 60 / tempo(place)
        let beats = (0..<Int(seconds / beat)).map { interval(Double($0) * beat, beat) }
        let bars = (0..<beats.count / 4).map { interval(Double($0) * beat * 4, beat * 4) }
        var track = Record()
        track["duration"] = .double(seconds)
        track["tempo"] = .double(tempo(place))
        track["time_signature"] = 4
        track["key"] = .int(Int(measure(place, "key") * 12))
        track["mode"] = .int(Int(measure(place, "mode") * 2))
        track["loudness"] = .double(-30 * measure(place, "loudness"))
        return [
            "meta": ["analyzer_version": "demo", "platform": "demo", "status_code": 0], "track": .record(track),
            "bars": .list(bars), "beats": .list(beats), "sections": [], "segments": [], "tatums": .list(beats),
        ]
    }

    private func interval(_ start: Double, _ duration: Double) -> Value {
        ["start": .double(start), "duration": .double(duration), "confidence": 0.5]
    }

    private func recommendations(_ call: APICall) throws(APIRefusal) -> Reply {
        let kinds = ["artist": "seed_artists", "genre": "seed_genres", "track": "seed_tracks"]
        var seeds: [Value] = []
        var text = ""
        for (kind, name) in kinds.sorted(by: { $0.key < $1.key }) {
            for id in call.query(name)?.split(separator: ",").map(String.init) ?? [] {
                if kind != "genre" { try Identifier.check(id) }
                text += id
                seeds.append([
                    "afterFilteringSize": 250, "afterRelinkingSize": 250, "href": .string("\(root)/v1/\(kind)s/\(id)"),
                    "id": .string(id), "initialPoolSize": 500, "type": .string(kind),
                ])
            }
        }
        guard (1...5).contains(seeds.count) else { throw APIRefusal(400, "invalid request") }
        var random = SeededGenerator(seed: UInt64(Checksum.fnv1a(text.utf8), radix: 16) ?? 0)
        let rendering = rendering(call)
        let tracks = (0..<call.limit()).map { _ in rendering.track(random.below(world.tracks.count)) }
        return .json(["seeds": .list(seeds), "tracks": .list(tracks)])
    }
}
