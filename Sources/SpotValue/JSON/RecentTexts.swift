/// The longer texts that were read last, so that one which comes again is the same object: in Spotify's answers an
/// artist stands once for the track and once for the album, and an album's tracks follow each other.
///
/// To find a text costs a fifth of making it; where few are found the search is given up.
struct RecentTexts {
    private static let places = 512
    /// What is longer hardly comes again.
    private static let longest = 128
    /// After so many texts a third of them must have been found.
    private static let trial = 1024

    private var texts: [Shared<TextStorage>?] = []
    private var asked = 0
    private var found = 0
    private var isGivenUp = false

    /// The text with these bytes.
    @inline(__always)
    mutating func text(_ bytes: UnsafeRawBufferPointer) -> Value {
        guard bytes.count > ShortText.capacity else { return unsafe Value(utf8: bytes) }
        if isGivenUp || bytes.count > Self.longest {
            return Value(payload: .text(Shared(unsafe TextStorage.make(bytes))))
        }
        return unsafe search(bytes)
    }

    @inline(never)
    private mutating func search(_ bytes: UnsafeRawBufferPointer) -> Value {
        if texts.isEmpty { texts = Array(repeating: nil, count: Self.places) }
        asked += 1
        if asked == Self.trial {
            isGivenUp = 3 * found < asked
            (asked, found) = (0, 0)
        }
        let place = unsafe Self.place(bytes)
        if let known = texts[place], unsafe TextBytes.equal(known.object.bytes, bytes) {
            found += 1
            return Value(payload: .text(known))
        }
        let made = Shared(unsafe TextStorage.make(bytes))
        texts[place] = made
        return Value(payload: .text(made))
    }

    /// Addresses and identifiers differ at their ends.
    @inline(__always)
    private static func place(_ bytes: UnsafeRawBufferPointer) -> Int {
        let last = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        let before = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 16, as: UInt64.self)
        let mixed = (last ^ before &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed >> 55)
    }
}
