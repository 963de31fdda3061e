/// Reads JSON texts (RFC 8259) from bytes that stay where they are while it lives.
///
/// It looks at each byte once or twice, eight at a time inside strings. Values are collected on one stack; a list or
/// record takes its elements from there when it ends, so that each is allocated once and with the right size.
@safe
struct JSONParser: ~Copyable {
    let base: UnsafeRawPointer
    var end: Int
    /// Offset of the next byte.
    var at = 0
    var trie: ShapeTrie
    var stack = ValueStack()
    var recent = RecentTexts()
    /// What an escaped string means.
    var unescaped: [UInt8] = []
    let depthLimit: Int

    init(_ bytes: UnsafeRawBufferPointer, trie: consuming ShapeTrie = ShapeTrie(), depthLimit: Int) {
        // An empty buffer may have no address; then nothing is ever read.
        unsafe base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = bytes.count
        self.trie = trie
        self.depthLimit = depthLimit
    }

    // JSON-text = ws value ws
    mutating func text() throws(JSONFailure) -> Value {
        _ = try value(1, ShapeTrie.root)
        _ = skipSpace()
        if at < end { throw failure(.trailing) }
        return stack.pop()
    }

    /// The byte at an offset, or 0, which no production begins or goes on with, at the end.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        offset < end ? unsafe base.load(fromByteOffset: offset, as: UInt8.self) : 0
    }

    /// The eight bytes at an offset; they must be there.
    @inline(__always)
    func word(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Passes white space; the byte after it.
    @inline(__always)
    mutating func skipSpace() -> UInt8 {
        var next = byte(at)
        while next <= 0x20, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 {
            at += 1
            next = byte(at)
        }
        return next
    }

    /// A failure here, or "the text ends too early".
    func failure(_ reason: JSONFailure.Reason) -> JSONFailure {
        JSONFailure(reason: at >= end ? .endOfText : reason, offset: min(at, end))
    }

    // value = false / null / true / object / array / number / string
    /// Pushes the value; says how deeply it is nested.
    ///
    /// `place` is the node of the key that it belongs to.
    private mutating func value(_ depth: Int, _ place: Int) throws(JSONFailure) -> Int {
        switch skipSpace() {
        case 0x22:
            at += 1
            stack.push(try string())
        case 0x7B:
            return try record(depth, place)
        case 0x5B:
            return try list(depth, place)
        case 0x2D, 0x30...0x39:
            stack.push(try number())
        case 0x74:
            try literal(0x6575_7274, 4)
            stack.push(.bool(true))
        case 0x66:
            try literal(0x65_736C_6166, 5)
            stack.push(.bool(false))
        case 0x6E:
            try literal(0x6C6C_756E, 4)
            stack.push(.null)
        default: throw failure(.value)
        }
        return 0
    }

    /// Passes a word of the grammar, given as a little-endian number.
    private mutating func literal(_ letters: UInt64, _ count: Int) throws(JSONFailure) {
        for index in 0..<count where byte(at + index) != UInt8(truncatingIfNeeded: letters >> UInt64(8 * index)) {
            at += index
            throw failure(.value)
        }
        at += count
    }

    // array = "[" [ value *( "," value ) ] "]"
    private mutating func list(_ depth: Int, _ place: Int) throws(JSONFailure) -> Int {
        if depth > depthLimit { throw failure(.depth) }
        at += 1
        let mark = stack.count
        var deepest = 0
        if skipSpace() == 0x5D {
            at += 1
        } else {
            repeat { deepest = max(deepest, try value(depth + 1, place)) } while try more(0x5D, .commaOrBracket)
        }
        let list = stack.list(above: mark, depth: deepest)
        stack.push(list)
        return deepest + 1
    }

    // object = "{" [ member *( "," member ) ] "}"
    private mutating func record(_ depth: Int, _ place: Int) throws(JSONFailure) -> Int {
        if depth > depthLimit { throw failure(.depth) }
        at += 1
        let mark = stack.count
        var deepest = 0
        var node = ShapeTrie.root
        if skipSpace() == 0x7D {
            at += 1
        } else {
            repeat {
                node = try key(after: node, in: place)
                deepest = max(deepest, try value(depth + 1, node))
            } while try more(0x7D, .commaOrBrace)
        }
        let shape = trie.shape(at: node)
        if let slots = shape.slots {
            stack.push(stack.record(above: mark, shape.storage, slots: slots, depth: deepest))
        } else {
            stack.push(stack.record(above: mark, shape.storage, depth: deepest))
        }
        return deepest + 1
    }

    /// Passes "," (true) or the closing bracket (false).
    @inline(__always)
    private mutating func more(_ closing: UInt8, _ reason: JSONFailure.Reason) throws(JSONFailure) -> Bool {
        let next = skipSpace()
        if next == 0x2C {
            at += 1
            if skipSpace() == closing { throw failure(.comma) }
            return true
        }
        if next != closing { throw failure(reason) }
        at += 1
        return false
    }

    /// The beginning of member = string ":" value; says which node the key leads to.
    @inline(__always)
    private mutating func key(after node: Int, in place: Int) throws(JSONFailure) -> Int {
        if skipSpace() != 0x22 { throw failure(.key) }
        at += 1
        if let predicted = unsafe trie.predicted(node, in: place, base + at, end - at) {
            at += predicted.length
            return predicted.node
        }
        return try otherKey(after: node, in: place)
    }

    private mutating func otherKey(after node: Int, in place: Int) throws(JSONFailure) -> Int {
        let name = try string()
        if skipSpace() != 0x3A { throw failure(.colon) }
        at += 1
        return unsafe name.withTextBytes { unsafe trie.child(of: node, in: place, $0) } ?? node
    }
}
