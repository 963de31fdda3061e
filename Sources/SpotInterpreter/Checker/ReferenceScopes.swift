import SpotDiagnostics

/// The scopes of references: a name is looked for in a list of yours, which is asked for as its command asks.
extension CommandTable {
    /// The command whose list a name of this type is looked for in.
    public static func list(of type: ParameterType) -> String? {
        switch type {
        case .device: "device list"
        case .playlist: "me playlists"
        case .artist: "me following"
        default: nil
        }
    }
}

extension Compiler {
    /// A `param` of a script: it holds the object, which is read whatever was given.
    func noteParameter(_ type: ParameterType) {
        for single in singles(type) {
            guard let row = list(of: single) else { continue }
            // A device is an entry of the list; of the others only a name is looked for there.
            note(row, isCertain: single == .device && singles(type).count == 1)
        }
    }

    /// The scopes of a list in which a name is looked for.
    private func note(_ row: CommandDescription, isCertain: Bool) {
        if isCertain {
            referenceScopes.needs.formUnion(row.needs)
        } else {
            referenceScopes.depends.formUnion(row.needs)
        }
        referenceScopes.adds.formUnion(row.adds)
    }

    /// An argument of a command.
    ///
    /// - Parameter text: what it is, where that is known before running.
    func noteReference(_ type: ParameterType, _ text: String?) {
        let types = singles(type)
        for single in types {
            guard let row = list(of: single) else { continue }
            if let text {
                if Self.isName(text) { note(row, isCertain: types.count == 1) }
            } else if single == .device {
                // A value is a record or an id as a rule; but devices go by name more often than not.
                referenceScopes.depends.formUnion(row.needs)
            }
        }
    }

    private func list(of type: ParameterType) -> CommandDescription? {
        CommandTable.list(of: type).flatMap { table.command(named: $0)?.description }
    }

    private func singles(_ type: ParameterType) -> [ParameterType] {
        if case .objects(let types) = type { types } else { [type] }
    }

    /// Whether a text is neither an id nor an address nor a pin.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.first, first != "@", first != "%", !text.contains(":"), !text.contains("/") else {
            return false
        }
        let isID = text.utf8.count == 22 || text.utf8.count == 40 && text.allSatisfy(\.isHexDigit)
        return !(isID && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
}
