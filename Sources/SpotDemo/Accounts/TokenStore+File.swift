import SpotValue

/// Sign-ins between runs of the service; codes and open pages are not worth keeping.
extension TokenStore {
    /// The tokens that are alive.
    func record(now: Int64) -> Value {
        let access = access.filter { $0.value.expires > now }.sorted { $0.key < $1.key }
        return [
            "access": .list(
                access.map { token, grant in
                    [
                        "token": .string(token), "client": .string(grant.client),
                        "user": grant.user.map { .string($0) } ?? .null,
                        "scopes": .list(grant.scopes.sorted().map { .string($0) }), "expires": .int(grant.expires),
                    ]
                }),
            "refresh": .list(
                refresh.sorted { $0.key < $1.key }.map { token, grant in
                    [
                        "token": .string(token), "client": .string(grant.client), "user": .string(grant.user),
                        "scopes": .list(grant.scopes.map { .string($0) }), "rotates": .bool(grant.rotates),
                        "predecessor": grant.predecessor.map { .string($0) } ?? .null,
                    ]
                }),
        ]
    }

    /// Takes them back; what cannot be read is left out.
    mutating func restore(_ record: Value?) {
        for entry in record?["access"]?.listValue ?? List([]) {
            guard let token = entry["token"]?.stringValue, let client = entry["client"]?.stringValue,
                let expires = entry["expires"]?.intValue
            else { continue }
            access[token] = AccessGrant(
                client: client, user: entry["user"]?.stringValue, scopes: Set(Self.scopes(entry)), expires: expires)
        }
        for entry in record?["refresh"]?.listValue ?? List([]) {
            guard let token = entry["token"]?.stringValue, let client = entry["client"]?.stringValue,
                let user = entry["user"]?.stringValue
            else { continue }
            refresh[token] = RefreshGrant(
                client: client, user: user, scopes: Self.scopes(entry), rotates: entry["rotates"]?.boolValue ?? true,
                predecessor: entry["predecessor"]?.stringValue)
        }
    }

    private static func scopes(_ entry: Value) -> [String] {
        entry["scopes"]?.listValue?.compactMap(\.stringValue) ?? []
    }
}
