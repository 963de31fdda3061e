public import SpotDiagnostics

extension Diagnostic {
    /// The same with `auth login` and `auth grant` in its hint for a profile that they would not act on by themselves.
    ///
    /// - Parameter flow: the flow that was asked for.
    public func naming(_ profile: String, flow: String? = nil) -> Diagnostic {
        guard let hint else { return self }
        var copy = self
        copy.hint = AuthCommands.hint(hint, for: profile, flow: flow)
        return copy
    }
}

extension AuthCommands {
    /// A hint for a profile: what it tells to type acts on that one.
    public static func hint(_ hint: String, for profile: String, flow: String? = nil) -> String {
        guard !hint.contains("--as ") else { return hint }
        if hint.hasPrefix("auth grant ") { return "\(hint) --as \(profile)" }
        let flow = hint.contains("--flow ") ? nil : flow
        let options = "--as \(profile)" + (flow.map { " --flow \($0)" } ?? "")
        return hint.replacing("auth login", with: "auth login \(options)")
    }
}
