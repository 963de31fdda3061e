import Foundation
import Testing

/// The documents that speak of the package as a whole say what its manifest says.
@Suite("The house and its documents")
struct HouseTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private let manifest: String

    init() throws {
        manifest = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    }

    /// The pages of all DocC catalogues, by path.
    private func pages() throws -> [(path: String, text: String)] {
        let sources = Self.root.appendingPathComponent("Sources")
        let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }.sorted().map { name in
            (name, try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8))
        }
    }

    @Test("Every dependency has one page that says why it is here, and no page speaks of another")
    func decisions() throws {
        let urls = manifest.matches(of: /\.package\(url: "https:[^"]*\/([^"\/]+)"/).map { String($0.1) }
        let libraries = manifest.matches(of: /\.systemLibrary\(name: "([^"]+)"/).map { String($0.1) }
        try #require(urls.count >= 10 && libraries.count == 2)
        let named = try pages().flatMap { $0.text.matches(of: /(?m)^Dependency: `([^`]+)`$/).map { String($0.1) } }
        #expect(named.sorted() == (urls + libraries).sorted())
    }

    @Test("The architecture page names every target of the manifest, and what each may import")
    func architecture() throws {
        let page = try #require(try pages().first { $0.path.hasSuffix("/Architecture.md") }).text
        let pattern = /\.(?:target|systemLibrary|executableTarget|testTarget)\(\s*name: "([^"]+)"/
        let targets = manifest.matches(of: pattern).map { String($0.1) }
        try #require(targets.count > 20)
        for target in targets { #expect(page.contains("`\(target)`"), "\(target) is missing") }
        // What the layer check allows is what the table says.
        let check = try String(
            contentsOf: Self.root.appendingPathComponent("scripts/check-layers"), encoding: .utf8)
        for match in check.matches(of: /(?m)^    "(\w+)": "([\w ]*)",$/) where match.1 != "SpotShell" {
            let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(match.1)` |") } ?? ""
            let imports = row.split(separator: "|").last.map { $0.matches(of: /`(\w+)`/).map { String($0.1) } } ?? []
            #expect(Set(imports) == Set(match.2.split(separator: " ").map(String.init)), "\(match.1)")
        }
    }

    @Test("Links between pages lead somewhere")
    func links() throws {
        let pages = try pages()
        for (path, text) in pages {
            let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)
            for link in text.matches(of: /<doc:([^>#]+)/) {
                #expect(pages.contains { $0.path == "\(folder)/\(link.1).md" }, "\(path): \(link.1)")
            }
        }
    }
}
