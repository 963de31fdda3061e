import SpotEditor

/// One thing that could stand at the cursor, before it is matched and quoted.
struct Offer {
    /// What is meant, unquoted: an id, a name, a word.
    var text: String
    /// What is shown and matched, where it is not the text: a name that stands for an id.
    var shown: String?
    /// A few words beside it.
    var note: String?
    /// Whether more of the same word follows (a folder, an option with `=`).
    var goesOn = false

    init(_ text: String, shown: String? = nil, note: String? = nil, goesOn: Bool = false) {
        self.text = text
        self.shown = shown
        self.note = note
        self.goesOn = goesOn
    }
}

/// Which offers match what was typed: those that begin with it, else that hold it, else that hold its letters in order.
enum Matching {
    /// The best class of matches, in the order of the offers.
    static func best(_ offers: [Offer], for typed: String) -> [Offer] {
        guard !typed.isEmpty else { return offers }
        let wanted = typed.lowercased()
        let names = offers.map { ($0.shown ?? $0.text).lowercased() }
        for matches in [
            { (name: String) in name.hasPrefix(wanted) }, { $0.contains(wanted) }, { isSubsequence(wanted, of: $0) },
        ] {
            let found = zip(offers, names).filter { matches($0.1) || ($0.0.shown != nil && $0.0.text.hasPrefix(typed)) }
            if !found.isEmpty { return found.map(\.0) }
        }
        return []
    }

    private static func isSubsequence(_ wanted: String, of name: String) -> Bool {
        var rest = wanted[...]
        for character in name where character == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }
}
