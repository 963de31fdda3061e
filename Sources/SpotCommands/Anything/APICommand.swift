import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var anything: [SpotifyCommand] { [api] }

    private static var api: SpotifyCommand {
        SpotifyCommand(
            "api", "Sends any request to the Web API", .anything, yields: .one, when: [.given("all", .many)],
            [
                .needed("method", .enumeration(["GET", "POST", "PUT", "DELETE"]), "The HTTP method"),
                .needed("path", .string, "The path below the API's address, as /me/tracks"),
                Parameter(
                    "parameters", .positional, .string, "Query parameters, each as key=value", repeated: true),
                .option("body", .json, "The body, as JSON"),
                .flag("all", "Reads all pages and yields the items"), .limit,
            ], changes: false,
            examples: [
                .run("api GET /me/tracks limit=3", "a page as it comes"),
                .run("api GET /me/tracks --all | count", "all items of all pages"),
            ]
        ) { call in
            let path = call.text("path") ?? ""
            let query = try pairs(call)
            let client = try call.client()
            guard let verb = Operation.Verb(rawValue: call.text("method") ?? "GET") else {
                throw call.usage("bad_method", "the method is GET, POST, PUT or DELETE", of: "method")
            }
            guard call.flag("all") else {
                let body = call["body"]
                do {
                    return .one(try call.wait { try await client.raw(verb, path, query: query, body: body) })
                } catch var error as Diagnostic {
                    if error.status == 400, error.hint == nil, verb != .get, body == nil, !query.isEmpty {
                        error.hint = "key=value stands in the address; the body is given as --body {key: value}"
                    }
                    throw error
                }
            }
            guard verb == .get else { throw call.usage("all_needs_get", "--all goes with GET", of: "all") }
            return .many(
                call.stream(try client.allPages(of: path, query: query, wanted: try call.wanted()), what: path))
        }
    }

    private static func pairs(_ call: Call) throws -> [(String, Value)] {
        try call.list("parameters").compactMap(\.stringValue).map { text in
            guard let mark = text.firstIndex(of: "="), mark != text.startIndex else {
                throw call.usage(
                    "bad_pair", "“\(text)” is no parameter", of: "parameters", hint: "parameters are written key=value")
            }
            return (String(text[..<mark]), .string(text[text.index(after: mark)...]))
        }
    }
}
