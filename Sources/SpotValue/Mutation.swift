extension Value {
    /// Adds text to a text, in place where nothing else holds it (so that n appends cost n); false where either is no
    /// text.
    @discardableResult
    public mutating func appendString(_ text: Value) -> Bool {
        guard let addition = text.stringValue else { return false }
        return appendString(addition)
    }

    /// Adds text to a text, in place where nothing else holds it; false where this is no text.
    @discardableResult
    public mutating func appendString(_ text: String) -> Bool {
        guard let old = stringValue else { return false }
        self = .null
        self = .string(old + text)
        return true
    }

    /// Adds an element to a list, in place where nothing else holds it; false where this is no list.
    @discardableResult
    public mutating func appendElement(_ value: Value) -> Bool {
        withList { $0.append(value) } != nil
    }

    /// Lets the list of this value be changed in place; nil where this is no list.
    public mutating func withList<Result, Failure: Error>(
        _ change: (inout List) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard var list = listValue else { return nil }
        self = .null
        defer { self = .list(list) }
        return try change(&list)
    }

    /// Lets the record of this value be changed in place; nil where this is no record.
    public mutating func withRecord<Result, Failure: Error>(
        _ change: (inout Record) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard var record = recordValue else { return nil }
        self = .null
        defer { self = .record(record) }
        return try change(&record)
    }

    /// Sets a field of a record (nil removes it), in place where nothing else holds it; false where this is no record.
    @discardableResult
    public mutating func setField(_ key: String, _ value: Value?) -> Bool {
        withRecord { $0[key] = value } != nil
    }

    /// Sets an element of a list (negative indices count from the end), in place where nothing else holds it; false
    /// where there is no such element.
    @discardableResult
    public mutating func setElement(at index: Int64, _ value: Value) -> Bool {
        let done = withList { list in
            let place = index < 0 ? index + Int64(list.count) : index
            guard place >= 0, place < list.count else { return false }
            list[Int(place)] = value
            return true
        }
        return done ?? false
    }

    /// How deeply lists and records are nested: 0 for a scalar, 1 for `[]`; at least the true number.
    public var nesting: Int {
        if let list = listValue { return 1 + (list.lazy.map(\.nesting).max() ?? 0) }
        if let record = recordValue { return 1 + (record.lazy.map(\.value.nesting).max() ?? 0) }
        return 0
    }
}
