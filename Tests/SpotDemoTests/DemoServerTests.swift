import SpotDemo
import SpotValue
import Testing

@Suite("The demo server")
struct DemoServerTests {
    @Test("It listens when start returns, says where, and ends")
    func startAndStop() async throws {
        let server = try await DemoServer.start()
        #expect(server.apiURL.hasSuffix("/v1"))
        #expect(server.readyObject["user_id"]?.stringValue == "demo-listener")
        await server.stop()
        await server.waitUntilStopped()
    }
}
