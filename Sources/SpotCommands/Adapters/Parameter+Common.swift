public import SpotInterpreter
import SpotValue

extension Parameter {
    /// Options that every command which talks to Spotify takes, where it has none of that name itself.
    public static let common: [Parameter] = [
        Parameter(
            "output", .option, .enumeration(["table", "json", "ndjson", "csv", "tsv", "markdown"]),
            "how the result is shown"),
        Parameter("no-cache", .flag, .bool, "neither read nor write cached answers"),
        Parameter("timeout", .option, .duration, "give up on a request after this long"),
        Parameter("wait", .option, .duration, "wait at most this long for a rate limit to end"),
    ].map { option in
        var option = option
        option.isCommon = true
        return option
    }

    static let limit = option("limit", .int, "How many items at most")
    static let offset = option("offset", .int, "How many items to leave out at the beginning")
    static let page = flag("page", "Yields Spotify's page as it came")
    static let market = option("market", .market, "For which country")
    static let device = option("device", .device, "On which device: its id or name")

    static func option(_ name: String, _ type: ParameterType, _ summary: String) -> Parameter {
        Parameter(name, .option, type, summary)
    }

    static func flag(_ name: String, _ summary: String) -> Parameter {
        Parameter(name, .flag, .bool, summary)
    }

    static func list(_ name: String, _ type: ParameterType, _ summary: String) -> Parameter {
        Parameter(name, .option, type, summary, list: true)
    }

    /// The same, which also takes a change of what there is.
    static func relative(_ parameter: Parameter) -> Parameter {
        var parameter = parameter
        parameter.isRelative = true
        return parameter
    }

    /// A positional that must be there.
    static func needed(_ name: String, _ type: ParameterType, _ summary: String) -> Parameter {
        Parameter(name, .positional, type, summary, required: true)
    }

    /// A positional that may be there.
    static func optional(_ name: String, _ type: ParameterType, _ summary: String) -> Parameter {
        Parameter(name, .positional, type, summary)
    }

    /// The one positional that a pipe may bring instead.
    static func input(_ name: String, _ type: ParameterType, _ summary: String, repeated: Bool = false) -> Parameter {
        Parameter(name, .positional, type, summary, required: true, repeated: repeated, input: true)
    }
}

extension [CardinalityRule] {
    /// A list command: with `--page` it yields the one page.
    static var page: [CardinalityRule] { [.given("page", .one)] }
    /// A command on one thing: a piped list makes it one for each.
    static var each: [CardinalityRule] { [.pipedMany(.many)] }
}
