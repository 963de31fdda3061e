import Testing

@testable import SpotValue

@Suite("The JSON test suite")
struct JSONSuiteTests {
    @Test("every y_ file is read, and what is written from it reads as the same value")
    func accepted() throws {
        for (name, bytes) in SharedData.jsonSuite("y_") {
            guard let value = try? JSON.parse(bytes) else {
                Issue.record("\(name) is refused")
                continue
            }
            #expect(try JSON.parse(JSON.bytes(value)) == value, "\(name)")
            #expect(try JSON.parse(JSON.bytes(value, pretty: true)) == value, "\(name)")
        }
    }

    @Test("every n_ file is refused with offset, line and column")
    func refused() {
        let files = SharedData.jsonSuite("n_")
        #expect(SharedData.folder == nil || files.count > 150)
        for (name, bytes) in files {
            let error = #expect(throws: ValueError.self, "\(name)") { try JSON.parse(bytes) }
            guard let error, let position = error.position else {
                Issue.record("\(name): no position")
                continue
            }
            #expect(position.offset >= 0 && position.offset <= bytes.count, "\(name)")
            #expect(position.line >= 1 && position.column >= 1, "\(name)")
        }
    }

    @Test("no i_ file crashes, and what is read from one can be written and read again")
    func undefined() throws {
        for (name, bytes) in SharedData.jsonSuite("i_") {
            guard let value = try? JSON.parse(bytes) else { continue }
            #expect(try JSON.parse(JSON.bytes(value)) == value, "\(name)")
        }
    }

    @Test("every file of the suite, cut anywhere, is read or refused")
    func cut() {
        for (_, bytes) in SharedData.jsonSuite("") where bytes.count < 200 {
            for count in 0..<bytes.count { _ = try? JSON.parse(bytes[..<count]) }
        }
    }
}
