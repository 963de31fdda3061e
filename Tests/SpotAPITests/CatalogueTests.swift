import Foundation
import SpotValue
import Testing

@testable import SpotAPI

/// The table of operations that was drawn from Spotify's document, where this machine has it.
enum OperationsTable {
    static let url = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/reference/operations.tsv").standardizedFileURL
    static let isHere = FileManager.default.fileExists(atPath: url.path)

    static func rows() throws -> [[String]] {
        let text = try String(contentsOf: url, encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

struct CatalogueTests {
    @Test("ids are unique and every successor is an operation that is current")
    func idsAndSuccessors() {
        let ids = Catalogue.operations.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.count == 99)
        for operation in Catalogue.operations {
            guard let successor = operation.successor else { continue }
            #expect(Catalogue.operation(successor)?.isRetired == false, "\(operation.id)")
        }
        #expect(Catalogue.operations.filter { $0.retirement?.cut == .november2024 }.count == 8)
        #expect(Catalogue.operations.filter { $0.retirement?.cut == .february2026 }.count == 41)
    }

    @Test("an operation is found by verb and path, fixed words first")
    func byPath() {
        #expect(Catalogue.operation(.get, path: "/me/tracks")?.id == "get-users-saved-tracks")
        #expect(Catalogue.operation(.get, path: "/tracks/abc")?.id == "get-track")
        #expect(Catalogue.operation(.get, path: "/me/top/artists")?.id == "get-users-top-artists-and-tracks")
        #expect(
            Catalogue.operation(.get, path: "/recommendations/available-genre-seeds")?.id
                == "get-recommendation-genres")
        #expect(Catalogue.operation(.delete, path: "/playlists/x/tracks")?.id == "remove-tracks-playlist")
        #expect(Catalogue.operation(.get, path: "/nothing") == nil)
    }

    @Test("only POST and the reorder form are not repeated")
    func repeatable() throws {
        for operation in Catalogue.operations { #expect(operation.mayBeRepeated == (operation.verb != .post)) }
        let reorder = try #require(Catalogue.operation("reorder-or-replace-playlists-items"))
        let path = ["playlist_id": "37i9dQZF1DXcBWIGoYBM5M"]
        let move = try RequestBuilder(operation: reorder).build(
            CallArguments(path: path, body: ["range_start": 1, "insert_before": 0]))
        let replace = try RequestBuilder(operation: reorder).build(CallArguments(path: path, body: ["uris": []]))
        #expect(!move.mayBeRepeated)
        #expect(replace.mayBeRepeated)
    }

    @Test(
        "every operation is as Spotify's document has it",
        .enabled(if: OperationsTable.isHere, "the table of operations is not on this machine"))
    func likeTheDocument() throws {
        let rows = try OperationsTable.rows()
        #expect(rows.count == 96)
        for row in rows {
            let operation = try #require(Catalogue.operation(row[0]), "\(row[0]) is missing")
            #expect(operation.verb.rawValue == row[1], "\(row[0])")
            #expect(operation.path == row[2], "\(row[0])")
            #expect(operation.isRetired == (row[3] == "deprecated"), "\(row[0])")
            #expect(Set(operation.scopes.all) == Set(row[4].split(separator: " ").map(String.init)), "\(row[0])")
            compare(operation, .path, row[5])
            compare(operation, .query, row[6])
            compareBody(operation, row[7])
        }
    }

    /// Compares `name*: type minimum=0 maximum=50 default=20; …`.
    private func compare(_ operation: SpotAPI.Operation, _ location: OperationParameter.Location, _ text: String) {
        let ours = operation.parameters.filter { $0.location == location }
        let theirs = text.components(separatedBy: "; ").filter { !$0.isEmpty }
        #expect(ours.count == theirs.count, "\(operation.id)")
        for entry in theirs {
            let name = entry.prefix { $0 != ":" && $0 != "*" }
            guard let parameter = ours.first(where: { $0.name == name }) else {
                Issue.record("\(operation.id) lacks \(name)")
                continue
            }
            // The document requires all three seeds and says in prose that one is enough.
            if !name.hasPrefix("seed_") {
                #expect(parameter.isRequired == entry.dropFirst(name.count).hasPrefix("*"), "\(operation.id) \(name)")
            }
            for fact in entry.split(separator: " ") {
                let parts = fact.split(separator: "=", maxSplits: 1).map(String.init)
                switch parts.first {
                case "minimum": #expect(parameter.minimum == Double(parts[1]), "\(operation.id) \(name)")
                case "maximum": #expect(parameter.maximum == Double(parts[1]), "\(operation.id) \(name)")
                case "default": #expect(parameter.defaultValue.map(shown) == parts[1], "\(operation.id) \(name)")
                default: break
                }
            }
            if let words = words(entry) { #expect(enumeration(parameter.shape) == words, "\(operation.id) \(name)") }
            if entry.contains(": integer") { #expect(parameter.shape == .integer, "\(operation.id) \(name)") }
            if entry.contains(": boolean") { #expect(parameter.shape == .boolean, "\(operation.id) \(name)") }
        }
    }

    private func compareBody(_ operation: SpotAPI.Operation, _ text: String) {
        #expect((operation.body == nil) == text.isEmpty, "\(operation.id)")
        guard text.hasPrefix("application/json: ") else { return }
        let theirs = text.dropFirst("application/json: ".count).components(separatedBy: "; ")
        let ours = operation.body?.fields.map { "\($0.name)\($0.isRequired ? "*" : "")" } ?? []
        #expect(ours == theirs.map { String($0.prefix { $0 != ":" }) }, "\(operation.id)")
    }

    private func shown(_ value: Value) -> String { value.stringValue ?? JSON.write(value) }

    private func words(_ entry: String) -> [String]? {
        guard let open = entry.lastIndex(of: "("), let close = entry.firstIndex(of: ")") else { return nil }
        return entry[entry.index(after: open)..<close].split(separator: "|").map(String.init)
    }

    private func enumeration(_ shape: OperationParameter.Shape) -> [String]? {
        switch shape {
        case .oneOf(let words), .someOf(let words): words
        default: nil
        }
    }
}
