/// What a text may name that it does not declare itself.
///
/// Nothing is parsed differently for it: only hints ask, so that they name commands and variables that there are.
public struct KnownNames: Sendable {
    /// What a command does with a pipe.
    public enum Role: Sendable {
        /// It takes the value that is piped in, whatever it is.
        case onValues
        /// Anything else.
        case other
    }

    /// The role of the command with this whole name; nil where there is none.
    public var command: @Sendable (String) -> Role?
    /// What to type instead of a first word that is no command; nil where nothing is known.
    public var remedy: @Sendable (String) -> String?
    /// Variables that the text need not declare.
    public var variables: Set<String>

    /// Makes a set of names; without arguments none is known.
    public init(
        variables: Set<String> = [], command: @escaping @Sendable (String) -> Role? = { _ in nil },
        remedy: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.variables = variables
        self.command = command
        self.remedy = remedy
    }
}

extension Descent {
    /// Whether a variable of this name is there: the session's, or one that the text declares before the position.
    func isVariable(_ name: String) -> Bool {
        guard !name.isEmpty, bytesAreName(name) else { return false }
        if names.variables.contains(name) { return true }
        return ["let ", "for ", "param ", "param --"].contains { declares(name, after: $0) }
            || declares(name, after: "|") && declares("|", after: name) || declares(name, after: "as ")
            || declares(name, after: "set ")
    }

    private func bytesAreName(_ name: String) -> Bool {
        let all = Array(name.utf8)
        return all.nameEnd(from: 0) == all.count
    }

    /// Whether the text before the position holds a word right after another text.
    private func declares(_ word: String, after lead: String) -> Bool {
        let wanted = Array((lead + word).utf8)
        guard let first = wanted.first, position >= wanted.count else { return false }
        for start in 0...(position - wanted.count) where bytes[start] == first {
            guard bytes[start..<(start + wanted.count)].elementsEqual(wanted) else { continue }
            if word == "|" || !bytes[start + wanted.count].isNamePart { return true }
        }
        return false
    }

    /// Whether the text defines a command of this name, anywhere.
    func isDefined(_ name: String) -> Bool {
        let wanted = Array("def \(name)".utf8)
        guard end >= wanted.count else { return false }
        return (0...(end - wanted.count)).contains { start in
            bytes[start] == wanted[0] && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
                && bytes[start + wanted.count].endsWord
        }
    }
}
