extension Value {
    /// The first 16 bytes of a text as two words that order like the text; nil where it is no text.
    ///
    /// `isWhole` says that they are all of it and hold no NUL, so that equal words mean equal texts.
    public var sortWords: (first: UInt64, second: UInt64, isWhole: Bool)? {
        switch payload {
        case .short(let text): return (text.low.byteSwapped, text.high.byteSwapped, true)
        case .text(let storage):
            var words: (UInt64, UInt64) = (0, 0)
            let bytes = unsafe storage.object.bytes
            for index in 0..<min(8, bytes.count) { words.0 |= unsafe UInt64(bytes[index]) << UInt64(56 - 8 * index) }
            for index in 8..<max(8, min(16, bytes.count)) {
                words.1 |= unsafe UInt64(bytes[index]) << UInt64(120 - 8 * index)
            }
            return (words.0, words.1, false)
        default: return nil
        }
    }
}
