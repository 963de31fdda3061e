import SpotValue

/// What the user of a stage holds: the playlists with name, description and content, and the library.
struct Holding: Equatable {
    /// Facts by what they are about.
    private var facts: [String: [String]] = [:]

    init(_ stage: ScriptStage) {
        // One that was taken out of the library is as good as gone.
        let kept = stage.ofUser("playlists")
        for playlist in stage.playlists {
            guard let id = playlist["id"]?.stringValue, kept.contains(id) else { continue }
            for field in ["name", "description", "cover"] {
                facts["\(id) \(field)"] = [playlist[field]?.stringValue ?? ""]
            }
            facts["\(id) items"] = playlist["items"]?.listValue?.map { $0["uri"]?.stringValue ?? "" }
        }
        facts["playlists"] = kept.sorted()
        facts["liked"] = stage.liked.sorted()
    }

    /// What is not as it was, in a line each.
    func differences(from other: Holding) -> [String] {
        Set(facts.keys).union(other.facts.keys).sorted().compactMap { key in
            let (now, before) = (facts[key] ?? [], other.facts[key] ?? [])
            guard now != before else { return nil }
            let (gone, new) = (Set(before).subtracting(now), Set(now).subtracting(before))
            return "\(key): \(before.count) → \(now.count), gone \(gone.sorted()), new \(new.sorted())"
        }
    }
}
