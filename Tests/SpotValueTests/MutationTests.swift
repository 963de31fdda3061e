import Testing

@testable import SpotValue

@Suite("Changing values")
struct MutationTests {
    @Test("changing a copy leaves the original as it was")
    func copies() {
        let original: Value = ["list": [1, 2], "text": "a text of more than fifteen bytes"]
        var copy = original
        copy.withRecord { record in
            record["list"] = [3]
            record["new"] = true
            record["text"] = nil
        }
        #expect(copy == ["list": [3], "new": true])
        #expect(original == ["list": [1, 2], "text": "a text of more than fifteen bytes"])

        var text = original["text"] ?? .null
        text.appendString("!")
        #expect(text == "a text of more than fifteen bytes!")
        #expect(original["text"] == "a text of more than fifteen bytes")

        let list = List([1, 2, 3])
        var other = list
        other.append(4)
        other[0] = 9
        #expect(Array(list) == [1, 2, 3])
        #expect(Array(other) == [9, 2, 3, 4])
    }

    @Test("a list that nothing else holds is changed where it is")
    func listInPlace() {
        var value = Value.list(List(capacity: 8))
        let before = value.listIdentity
        for number in 0..<8 { value.appendElement(.int(number)) }
        value.setElement(at: -1, "last")
        #expect(value.listIdentity == before)
        #expect(value.element(at: 7) == "last")
        let shared = value
        value.setElement(at: 0, "mine")
        #expect(value.listIdentity != shared.listIdentity)
        #expect(shared.element(at: 0) == 0)
    }

    @Test("appending 200,000 times to a text, a list and a record is linear")
    func linear() {
        var text: Value = ""
        var list: Value = []
        var record: Value = [:]
        for number in 0..<200_000 {
            text.appendString("x")
            list.appendElement(.int(number))
            if number < 20_000 { record.setField("k\(number)", .int(number)) }
        }
        #expect(text.utf8Count == 200_000)
        #expect(list.listValue?.count == 200_000)
        #expect(record["k19999"] == 19_999)
        #expect(record.recordValue?.count == 20_000)
    }

    @Test("a short text grows into a long one and stays equal to the same text made at once")
    func growingText() {
        var grown: Value = ""
        var whole = ""
        for count in 0..<40 {
            let letter = count % 13 == 12 ? "\0" : "é"
            grown.appendString(letter)
            whole += letter
            #expect(grown == .string(whole))
            #expect(grown.hashValue == Value.string(whole).hashValue)
        }
        var twice: Value = "a text of more than fifteen bytes"
        twice.appendString(twice)
        #expect(twice == "a text of more than fifteen bytesa text of more than fifteen bytes")
        #expect(twice.appendString(1 as Value) == false)
        var number: Value = 1
        #expect(number.appendString("x") == false)
        #expect(number == 1)
    }

    @Test("a record keeps the order of its keys")
    func recordOrder() {
        var record = Record([("b", 1), ("a", 2), ("b", 3)])
        #expect(record.keys == ["b", "a"])
        record["c"] = 4
        record["b"] = nil
        record["b"] = 5
        #expect(record.keys == ["a", "c", "b"])
        #expect(record.map(\.value) == [2, 4, 5])
        record["missing"] = nil
        #expect(record.count == 3)
        #expect(record["é"] == nil)
        record["é"] = 1
        #expect(record["e\u{301}"] == nil)
    }

    @Test("records that are made or changed alike share their keys")
    func sharedKeys() throws {
        let page = try JSON.parse(#"[{"id":1,"tracks":2},{"id":3,"tracks":4}]"#)
        let rows = try #require(page.listValue).compactMap(\.recordValue).map { record in
            var row = record
            row["position"] = 1
            row["tracks"] = nil
            return row
        }
        #expect(rows[0].storage.object.shape === rows[1].storage.object.shape)
        #expect(rows.map { JSON.write(.record($0)) } == [#"{"id":1,"position":1}"#, #"{"id":3,"position":1}"#])
        let literals: [Value] = [["a": 1, "b": 2], ["a": 3, "b": 4]]
        let shapes = literals.compactMap { $0.recordValue?.storage.object.shape }
        #expect(shapes[0] === shapes[1])
    }

    @Test("records of a known shape are built value by value")
    func builder() {
        let shape = RecordShape(["id", "name", "id"])
        #expect(shape.keys == ["id", "name"])
        var builder = RecordBuilder(shape)
        builder.append(1)
        builder.append("x")
        let first = builder.finish()
        let second = Value.record(shape: shape, [2])
        #expect(first == ["id": 1, "name": "x"])
        #expect(second == ["id": 2, "name": nil])
        var changed = first
        changed.setField("more", true)
        #expect(changed.recordValue?.keys == ["id", "name", "more"])
        #expect(shape.keys == ["id", "name"])
        #expect(second.recordValue?.keys == ["id", "name"])
    }

    @Test("a field cache finds fields in records of every shape")
    func cache() {
        let cache = FieldCache("b")
        let records: [Value] = [["a": 1, "b": 2], ["a": 1, "b": 3], ["b": 4], ["a": 1], ["c": 1, "a": 2, "b": 5], 7]
        #expect(records.map { $0.field(cache) } == [2, 3, 4, nil, 5, nil])
        var growing: Value = ["b": 1]
        for number in 0..<100 {
            #expect(growing.field(cache) == 1)
            growing.setField("k\(number)", .int(number))
        }
        growing.setField("b", nil)
        #expect(growing.field(cache) == nil)
        #expect(growing.field(FieldKey("k99")) == 99)
        #expect(growing.field(named: "k98") == 98)
    }

    @Test("values that are nested a hundred thousand levels deep are freed without recursion")
    func deep() {
        var value: Value = []
        for number in 0..<100_000 {
            value = number.isMultiple(of: 2) ? .list([value]) : .record(Record([("a", value)]))
        }
        #expect(value.isNested(deeperThan: 512))
        #expect(value.nesting > 512)
        value = .null
        #expect(!value.isNested(deeperThan: 0))
        #expect(Value.list([[]]).isNested(deeperThan: 1))
        #expect(!Value.list([[]]).isNested(deeperThan: 2))
    }

    @Test("values are read by many threads at once")
    func threads() async throws {
        let value = try JSON.parse(#"{"a":[1,2,{"b":"a text of more than fifteen bytes"}]}"#)
        await withTaskGroup(of: Value.self) { group in
            for number in 0..<16 {
                group.addTask {
                    var copy = value
                    copy.setField("n", .int(number))
                    return copy
                }
            }
            for await copy in group { #expect(copy["a"] == value["a"]) }
        }
        #expect(value.recordValue?.count == 1)
    }
}

extension Value {
    fileprivate var listIdentity: ObjectIdentifier? {
        guard case .list(let storage) = payload else { return nil }
        return ObjectIdentifier(storage.object)
    }
}
