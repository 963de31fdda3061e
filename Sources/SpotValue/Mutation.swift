extension Value {
    /// Adds text to a text, in place where nothing else holds it (so that n appends cost n); false where either is no
    /// text.
    @discardableResult
    public mutating func appendString(_ text: Value) -> Bool {
        guard isString else { return false }
        return unsafe text.withTextBytes { unsafe appendUTF8($0) } != nil
    }

    /// Adds text to a text, in place where nothing else holds it; false where this is no text.
    @discardableResult
    public mutating func appendString(_ text: String) -> Bool {
        guard isString else { return false }
        var text = text
        text.withUTF8 { unsafe appendUTF8(UnsafeRawBufferPointer($0)) }
        return true
    }

    private mutating func appendUTF8(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        switch payload {
        case .text(var storage):
            payload = .null
            unsafe storage.append(bytes)
            payload = .text(storage)
        case .short(let text):
            self = unsafe text.withBytes { own in
                let total = own.count + bytes.count
                if total <= ShortText.capacity, let joined = unsafe Self.joinedShort(own, bytes) {
                    return Value(payload: .short(joined))
                }
                let storage = unsafe TextStorage.make(own, capacity: max(64, total))
                unsafe storage.append(bytes)
                return Value(payload: .text(Shared(storage)))
            }
        default: break
        }
    }

    /// Two texts of together at most 15 bytes; nil where there is a NUL among them.
    private static func joinedShort(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> ShortText? {
        unsafe withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { room in
            unsafe room.copyMemory(from: first)
            unsafe UnsafeMutableRawBufferPointer(rebasing: room[first.count...]).copyMemory(from: second)
            return unsafe ShortText(UnsafeRawBufferPointer(rebasing: room[..<(first.count + second.count)]))
        }
    }

    /// Adds an element to a list, in place where nothing else holds it; false where this is no list.
    @discardableResult
    public mutating func appendElement(_ value: Value) -> Bool {
        guard let storage = takeList() else { return false }
        var list = List(consume storage)
        list.append(value)
        payload = .list(list.storage)
        return true
    }

    /// Lets the list of this value be changed in place; nil where this is no list.
    ///
    /// Meanwhile this value is null.
    public mutating func withList<Result, Failure: Error>(
        _ change: (inout List) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let storage = takeList() else { return nil }
        var list = List(consume storage)
        defer { payload = .list(list.storage) }
        return try change(&list)
    }

    /// Lets the record of this value be changed in place; nil where this is no record.
    ///
    /// Meanwhile this value is null.
    public mutating func withRecord<Result, Failure: Error>(
        _ change: (inout Record) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let storage = takeRecord() else { return nil }
        var record = Record(consume storage)
        defer { payload = .record(record.storage) }
        return try change(&record)
    }

    /// Sets a field of a record (nil removes it), in place where nothing else holds it; false where this is no record.
    @discardableResult
    public mutating func setField(_ key: String, _ value: Value?) -> Bool {
        withRecord { $0[key] = value } != nil
    }

    /// Sets a field of a record, in place where nothing else holds it; false where this is no record.
    @discardableResult
    public mutating func setField(_ key: FieldKey, _ value: Value) -> Bool {
        withRecord { $0.set(key, value) } != nil
    }

    /// Sets an element of a list (negative indices count from the end), in place where nothing else holds it; false
    /// where there is no such element.
    @discardableResult
    public mutating func setElement(at index: Int64, _ value: Value) -> Bool {
        let done = withList { list in
            guard let place = Self.place(of: index, count: list.count) else { return false }
            list[place] = value
            return true
        }
        return done ?? false
    }

    /// How deeply lists and records are nested: 0 for a scalar, 1 for `[]`; never less than the true number, and found
    /// without looking at the elements.
    public var nesting: Int { Int(storedDepth) }

    /// Whether lists and records are nested deeper than a limit; looks no deeper than that.
    public func isNested(deeperThan limit: Int) -> Bool {
        if Int(storedDepth) <= limit { return false }
        switch payload {
        case .list(let storage):
            return limit <= 0 || List(storage).contains { $0.isNested(deeperThan: limit - 1) }
        case .record(let storage):
            return limit <= 0 || Record(storage).contains { $0.value.isNested(deeperThan: limit - 1) }
        default: return false
        }
    }
}
