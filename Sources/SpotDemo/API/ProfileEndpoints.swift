import SpotValue

/// The user: profile, top lists, followed artists.
extension DemoState {
    static let profileEndpoints: [String: Endpoint] = [
        "get-current-users-profile": { (state, call) throws(APIRefusal) in try state.me(call) },
        "get-users-top-artists-and-tracks": { (state, call) throws(APIRefusal) in try state.top(call) },
        "get-followed": { (state, call) throws(APIRefusal) in try state.followed(call) },
    ]

    /// The user's own state.
    func user(_ call: APICall) throws(APIRefusal) -> UserState {
        guard let user = users[try call.user()] else { throw .noUser }
        return user
    }

    private func me(_ call: APICall) throws(APIRefusal) -> Reply {
        guard let profile = profiles[try call.user()] else { throw .noUser }
        var fields = Record()
        fields["account_id"] = .string(profile.accountID)
        fields["display_name"] = .string(profile.name)
        if mode == .extended {
            if call.token.scopes.contains("user-read-private") {
                fields["country"] = .string(profile.country)
                fields["explicit_content"] = ["filter_enabled": false, "filter_locked": false]
                fields["product"] = .string(profile.isPremium ? "premium" : "free")
            }
            if call.token.scopes.contains("user-read-email") { fields["email"] = .string(profile.email) }
            fields["followers"] = ["href": nil, "total": .int(profile.followers)]
        }
        fields["external_urls"] = rendering(call).external("user", profile.id)
        fields["href"] = .string("\(root)/v1/users/\(profile.id)")
        fields["id"] = .string(profile.id)
        fields["images"] = rendering(call).images(profile.id)
        fields["type"] = "user"
        fields["uri"] = .string("spotify:user:\(profile.id)")
        return .json(.record(fields))
    }

    /// A user as playlists name them.
    func simpleUser(_ id: String, withName: Bool) -> Value {
        var fields = Record()
        if withName { fields["display_name"] = .string(profiles[id]?.name ?? id) }
        fields["external_urls"] = ["spotify": .string("https://open.spotify.com/user/\(id)")]
        fields["href"] = .string("\(root)/v1/users/\(id)")
        fields["id"] = .string(id)
        fields["type"] = "user"
        fields["uri"] = .string("spotify:user:\(id)")
        return .record(fields)
    }

    private func top(_ call: APICall) throws(APIRefusal) -> Reply {
        let range = call.query("time_range") ?? "medium_term"
        guard ["short_term", "medium_term", "long_term"].contains(range) else {
            throw APIRefusal(400, "Invalid time range")
        }
        let user = try user(call)
        let rendering = rendering(call)
        switch call.path("type") {
        case "artists":
            let places = user.topArtists[range, default: []]
            return page(call, total: places.count) { rendering.artist(places[$0]) }
        case "tracks":
            let places = user.topTracks[range, default: []]
            return page(call, total: places.count) { rendering.track(places[$0]) }
        default: throw APIRefusal(404, "Service not found")
        }
    }

    private func followed(_ call: APICall) throws(APIRefusal) -> Reply {
        let all = try user(call).followedArtists
        let limit = call.limit()
        var start = 0
        if let after = call.query("after") {
            try Identifier.check(after)
            start = all.firstIndex(of: after).map { $0 + 1 } ?? all.count
        }
        let shown = all[min(start, all.count)..<min(start + limit, all.count)]
        let rendering = rendering(call)
        let more = start + limit < all.count && limit > 0
        var page = Record()
        page["href"] = .string("\(root)/v1/me/following?type=artist&limit=\(limit)")
        page["limit"] = .int(limit)
        let last = shown.last ?? ""
        page["next"] = more ? .string("\(root)/v1/me/following?type=artist&after=\(last)&limit=\(limit)") : .null
        page["cursors"] = more ? ["after": .string(last)] : ["after": .null]
        page["total"] = .int(all.count)
        page["items"] = .list(
            shown.compactMap { id in
                guard case .artist(let place)? = world.index[id] else { return nil }
                return rendering.artist(place)
            })
        return .json(["artists": .record(page)])
    }
}
