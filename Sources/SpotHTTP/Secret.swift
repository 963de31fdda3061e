/// Text that must never be shown: it prints as `•••`, and only ``reveal()`` gives it away.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What stands in a secret's place wherever it would be written.
    public static let mask = "•••"
    private let text: String

    /// Keeps a text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself.
    ///
    /// Each call of this is a place where a secret leaves; there are few.
    public func reveal() -> String { text }

    /// Whether there is nothing.
    public var isEmpty: Bool { text.isEmpty }

    /// The text that may be shown.
    public var description: String { Self.mask }
    /// The same as the description.
    public var debugDescription: String { Self.mask }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
