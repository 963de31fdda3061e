/// Writes values as JSON into a buffer that is handed on in large pieces.
@safe
struct JSONWriter: ~Copyable {
    private static let capacity = 16384
    /// Text is written in pieces of so many bytes; six times that fits into the buffer.
    private static let piece = 1024
    private let buffer: UnsafeMutableRawPointer
    private var used = 0
    private var out: [UInt8] = []
    private let isPretty: Bool
    private var level = 0

    /// Goes on where `out` ends; ``finish()`` gives it back.
    init(taking out: inout [UInt8], pretty: Bool = false) {
        unsafe buffer = .allocate(byteCount: Self.capacity, alignment: 8)
        isPretty = pretty
        swap(&self.out, &out)
    }

    deinit { unsafe buffer.deallocate() }

    /// What has been written, after what was there before.
    consuming func finish() -> [UInt8] {
        flush()
        return out
    }

    /// A value, without spaces, or on lines of its own for each element and field.
    mutating func write(_ value: borrowing Value) {
        switch value.payload {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .int(let value): write(value)
        case .double(let value): write(value)
        case .short(let text): write(text)
        case .text(let storage): unsafe write(storage.object.bytes)
        case .list(let storage): write(storage.object)
        case .record(let storage): write(storage.object)
        }
    }

    private mutating func write(_ list: ListStorage) {
        open(0x5B)
        let elements = unsafe list.elements
        for index in 0..<elements.count {
            separate(index)
            unsafe write(elements[index])
        }
        close(0x5D, elements.count)
    }

    private mutating func write(_ record: RecordStorage) {
        open(0x7B)
        let values = unsafe record.values
        let quoted = record.shape.quoted
        let ends = record.shape.quotedEnds
        var start = 0
        for slot in 0..<values.count {
            separate(slot)
            let end = ends[slot]
            unsafe quoted.withUnsafeBytes { unsafe put(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
            start = end
            if isPretty { put(0x20) }
            unsafe write(values[slot])
        }
        close(0x7D, values.count)
    }

    // MARK: Lines

    private mutating func open(_ bracket: UInt8) {
        put(bracket)
        level += 1
    }

    private mutating func separate(_ index: Int) {
        if index > 0 { put(0x2C) }
        if isPretty { newLine() }
    }

    private mutating func close(_ bracket: UInt8, _ count: Int) {
        level -= 1
        if isPretty, count > 0 { newLine() }
        put(bracket)
    }

    private mutating func newLine() {
        put(0x0A)
        for _ in 0..<level {
            put(0x20)
            put(0x20)
        }
    }

    // MARK: Numbers

    private mutating func write(_ number: Int64) {
        reserve(24)
        var rest = number.magnitude
        if number < 0 { put(0x2D) }
        // At most 19 digits, written from the last one backwards.
        var digits = 1
        var bound: UInt64 = 10
        while digits < 19, rest >= bound {
            digits += 1
            bound &*= 10
        }
        for place in stride(from: digits - 1, through: 0, by: -1) {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            unsafe buffer.storeBytes(of: 0x30 + UInt8(digit), toByteOffset: used + place, as: UInt8.self)
            rest = quotient
        }
        used += digits
    }

    /// The shortest text that reads back as the same double; Swift's is JSON's, and says `.0` for whole numbers.
    private mutating func write(_ number: Double) {
        guard number.isFinite else { return put("null") }
        var text = number.description
        text.withUTF8 { unsafe put(UnsafeRawBufferPointer($0)) }
    }

    // MARK: Strings

    @inline(__always)
    private mutating func write(_ text: ShortText) {
        let count = text.count
        let low = text.low
        let high = text.high
        // The padding is NULs, which look like control characters.
        let stopsLow = ByteScan.stops(low) & ByteScan.low(min(count, 7))
        let stopsHigh = ByteScan.stops(high) & ByteScan.low(max(count - 8, 0))
        let stopsEighth = count >= 8 ? ByteScan.stops(low) : 0
        if stopsLow | stopsHigh | stopsEighth != 0 { return unsafe text.withBytes { unsafe write($0) } }
        reserve(24)
        unsafe buffer.storeBytes(of: 0x22, toByteOffset: used, as: UInt8.self)
        unsafe buffer.storeBytes(of: low.littleEndian, toByteOffset: used + 1, as: UInt64.self)
        unsafe buffer.storeBytes(of: high.littleEndian, toByteOffset: used + 9, as: UInt64.self)
        unsafe buffer.storeBytes(of: 0x22, toByteOffset: used + 1 + count, as: UInt8.self)
        used += count + 2
    }

    private mutating func write(_ text: UnsafeRawBufferPointer) {
        put(0x22)
        var start = 0
        while start < text.count {
            // Room for the worst case, where each byte becomes six, so that the loop over a piece need not look.
            let end = min(start + Self.piece, text.count)
            reserve(6 * Self.piece + 8)
            unsafe writePiece(UnsafeRawBufferPointer(rebasing: text[start..<end]))
            start = end
        }
        put(0x22)
    }

    private mutating func writePiece(_ text: UnsafeRawBufferPointer) {
        var place = used
        var index = 0
        while index + 8 <= text.count {
            let word = UInt64(littleEndian: unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            unsafe buffer.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
            let stops = ByteScan.stops(word)
            if stops == 0 {
                place += 8
                index += 8
            } else {
                let plain = stops.trailingZeroBitCount >> 3
                used = place + plain
                unsafe escape(text[index + plain])
                place = used
                index += plain + 1
            }
        }
        used = place
        while index < text.count {
            let byte = unsafe text[index]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { escape(byte) } else { put(byte) }
            index += 1
        }
    }

    private mutating func escape(_ byte: UInt8) {
        put(0x5C)
        switch byte {
        case 0x22, 0x5C: put(byte)
        case 0x08: put(0x62)
        case 0x09: put(0x74)
        case 0x0A: put(0x6E)
        case 0x0C: put(0x66)
        case 0x0D: put(0x72)
        default:
            put("u00")
            put(0x30 + byte >> 4)
            let low = byte & 0xF
            put(low < 10 ? 0x30 + low : 0x57 + low)
        }
    }

    /// Adds text in quotes to a buffer.
    static func quote(_ text: UnsafeRawBufferPointer, into out: inout [UInt8]) {
        var writer = JSONWriter(taking: &out)
        unsafe writer.write(text)
        out = writer.finish()
    }

    // MARK: Bytes

    /// Makes room for so many bytes, at most the buffer's size.
    @inline(__always)
    private mutating func reserve(_ count: Int) {
        if used + count > Self.capacity { flush() }
    }

    private mutating func flush() {
        unsafe out.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: used))
        used = 0
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        reserve(1)
        unsafe buffer.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used += 1
    }

    @inline(__always)
    private mutating func put(_ text: StaticString) {
        unsafe put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let from = bytes.baseAddress else { return }
        if bytes.count > Self.capacity {
            flush()
            unsafe out.append(contentsOf: bytes)
            return
        }
        reserve(bytes.count)
        unsafe (buffer + used).copyMemory(from: from, byteCount: bytes.count)
        used += bytes.count
    }
}
