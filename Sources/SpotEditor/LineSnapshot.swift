/// The line under edit as text, with what was entered before it.
struct LineSnapshot {
    /// Lines of the statement that are entered already, each with its line end.
    let entered: String
    let scalars: [UInt32]
    /// An index into the scalars.
    let cursor: Int

    /// The line itself.
    var line: String { Self.text(scalars[...]) }

    /// The whole statement.
    var statement: String { entered + line }

    /// The line up to the cursor.
    var beforeCursor: String { Self.text(scalars[..<cursor]) }

    var isAtEnd: Bool { cursor == scalars.count }

    /// The cursor as an offset into the UTF-8 of the statement.
    var offset: Int { entered.utf8.count + beforeCursor.utf8.count }

    /// The index of a scalar from an offset into the UTF-8 of the statement, kept within the line.
    func index(ofOffset offset: Int) -> Int {
        var left = offset - entered.utf8.count
        for (index, scalar) in scalars.enumerated() {
            if left <= 0 { return index }
            left -= Self.width(scalar)
        }
        return scalars.count
    }

    static func text(_ scalars: ArraySlice<UInt32>) -> String {
        String(String.UnicodeScalarView(scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }))
    }

    private static func width(_ scalar: UInt32) -> Int {
        scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
    }
}

extension String {
    /// The scalars as libedit takes them.
    var scalarValues: [UInt32] { unicodeScalars.map(\.value) }
}
