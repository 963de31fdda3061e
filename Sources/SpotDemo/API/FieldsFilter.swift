import SpotValue

/// The `fields` parameter: which fields of a record go into the answer.
///
/// `total,items(added_at,added_by.id)`, `items.item(name,album(!images))`.
struct FieldsFilter {
    /// Fields to keep, each with what is wanted inside; nil: all of it.
    private var kept: [String: FieldsFilter?] = [:]
    /// Fields to leave out, each with what is left out inside; nil: all of it.
    private var dropped: [String: FieldsFilter?] = [:]

    // fields := field { "," field }
    /// Reads a filter; nil where brackets do not match.
    init?(_ text: String) {
        var rest = Substring(text)
        guard let filter = Self.list(&rest), rest.isEmpty else { return nil }
        self = filter
    }

    private init() {}

    private static func list(_ rest: inout Substring) -> FieldsFilter? {
        var filter = FieldsFilter()
        repeat {
            if rest.first == "," { rest.removeFirst() }
            guard field(&rest, into: &filter) else { return nil }
        } while rest.first == ","
        return filter
    }

    // field := ["!"] NAME [ "." field | "(" fields ")" ]
    private static func field(_ rest: inout Substring, into filter: inout FieldsFilter) -> Bool {
        let excluded = rest.first == "!"
        if excluded { rest.removeFirst() }
        let name = rest.prefix { !",.()!".contains($0) }
        guard !name.isEmpty else { return false }
        rest = rest.dropFirst(name.count)
        var inside: FieldsFilter?
        if rest.first == "." {
            rest.removeFirst()
            var nested = FieldsFilter()
            guard field(&rest, into: &nested) else { return false }
            inside = nested
        } else if rest.first == "(" {
            rest.removeFirst()
            guard let nested = list(&rest), rest.first == ")" else { return false }
            rest.removeFirst()
            inside = nested
        }
        filter.add(name.trimmingSpaces(), inside, excluded: excluded)
        return true
    }

    private mutating func add(_ name: String, _ inside: FieldsFilter?, excluded: Bool) {
        if excluded {
            dropped[name] = .some(inside)
        } else if let existing = kept[name], let old = existing, let inside {
            // `a.b,a.c` wants both.
            kept[name] = .some(old.merged(with: inside))
        } else {
            kept[name] = .some(kept.keys.contains(name) ? nil : inside)
        }
    }

    private func merged(with other: FieldsFilter) -> FieldsFilter {
        var result = self
        for (name, inside) in other.kept { result.add(name, inside, excluded: false) }
        for (name, inside) in other.dropped { result.add(name, inside, excluded: true) }
        return result
    }

    /// The value with only what is wanted; lists are filtered element by element.
    func apply(to value: Value) -> Value {
        if let list = value.listValue { return .list(list.map(apply)) }
        guard let record = value.recordValue else { return value }
        var result = Record()
        for (name, content) in record {
            if let inside = dropped[name] {
                if let inside { result[name] = inside.inverted.apply(to: content) }
            } else if let inside = kept[name] {
                result[name] = inside.map { $0.apply(to: content) } ?? content
            } else if kept.isEmpty {
                result[name] = content
            }
        }
        return .record(result)
    }

    /// `!album.images` leaves out the images of the album: inside an exclusion, names are excluded.
    private var inverted: FieldsFilter {
        var result = FieldsFilter()
        for (name, inside) in kept { result.dropped[name] = .some(inside) }
        return result
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
