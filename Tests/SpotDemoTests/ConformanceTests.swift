import FoundationEssentials
import SpotDemo
import SpotValue
import Subprocess
import Testing

/// Where the OpenAPI document is: in the folder that `SPOTSH_SHARED` names, or `shared` beside a parent of this file.
private let document: String? = {
    let files = FileManager.default
    if let folder = ProcessInfo.processInfo.environment["SPOTSH_SHARED"] {
        let path = folder + "/reference/spotify-web-api.openapi.yml"
        return files.fileExists(atPath: path) ? path : nil
    }
    var folder = #filePath.split(separator: "/").dropLast()
    while !folder.isEmpty {
        folder.removeLast()
        let path = "/" + (folder + ["shared"]).joined(separator: "/") + "/reference/spotify-web-api.openapi.yml"
        if files.fileExists(atPath: path) { return path }
    }
    return nil
}()

/// The script beside the sources.
private let script =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/scripts/conformance-demo"

@Suite("Conformance to the OpenAPI document", .serialized)
struct ConformanceTests {
    @Test(
        "Every operation's answer validates against the document",
        .enabled(if: document != nil, "the OpenAPI document is not here"),
        arguments: DemoOptions.Mode.allCases)
    func conforms(mode: DemoOptions.Mode) async throws {
        let path = try #require(document)
        var options = DemoOptions()
        options.mode = mode
        options.autoApprove = true
        let server = try await DemoServer.start(options)
        let ready = FileManager.default.temporaryDirectory.path + "/spot-demo-\(UInt64.random(in: 0...(.max))).json"
        try Data(JSON.bytes(server.readyObject)).write(to: URL(filePath: ready))
        let outcome = try await run(
            .name("python3"), arguments: [script, ready, path, mode.rawValue], output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        await server.stop()
        try? FileManager.default.removeItem(atPath: ready)
        #expect(
            outcome.terminationStatus.isSuccess, "\(outcome.standardOutput)\(outcome.standardError)")
    }
}
