import SpotDiagnostics
import Testing

@testable import SpotHTTP

@Suite("What is said of a request without an answer")
struct ErrorTextTests {
    private func said(_ code: HTTPError.Code, detail: String? = nil) -> String {
        let error = HTTPError(code, HTTPRequest(.get, "https://api.spotify.com/v1/me"), detail: detail)
        return DiagnosticRenderer().render(error.diagnostic)
    }

    @Test("A connection that cannot be made names the host, the cause and where to look")
    func connections() {
        #expect(
            said(.connectFailed, detail: "error 101") == """
                error[network]: no connection to api.spotify.com (error 101)
                request: GET https://api.spotify.com/v1/me
                hint: doctor looks at the network

                """)
        #expect(
            said(.connectTimeout) == """
                error[network]: api.spotify.com did not accept a connection in time
                request: GET https://api.spotify.com/v1/me
                hint: try again, or allow more time with --timeout 2m

                """)
    }

    @Test("Every cause has a sentence and a kind", arguments: HTTPError.Code.allCases)
    func sentences(_ code: HTTPError.Code) {
        let text = said(code)
        let others: [HTTPError.Code] = [.rateLimited, .cancelled, .invalidURL, .insecureURL]
        #expect(text.hasPrefix("error[network]: ") || others.contains(code))
        #expect(text.contains("GET https://api.spotify.com/v1/me"))
    }
}
