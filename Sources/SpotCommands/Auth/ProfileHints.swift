public import SpotDiagnostics

extension Diagnostic {
    /// The same with `auth login` and `auth grant` in its hint for a profile that they would not act on by themselves.
    ///
    /// - Parameter flow: the flow that was asked for.
    public func naming(_ profile: String, flow: String? = nil) -> Diagnostic {
        guard let hint, !hint.contains("--as ") else { return self }
        var copy = self
        let options = " --as \(profile)" + (flow.map { " --flow \($0)" } ?? "")
        if hint.hasPrefix("auth grant ") {
            copy.hint = hint + " --as \(profile)"
        } else if flow != nil, hint.contains("--flow ") {
            copy.hint = hint.replacing("auth login", with: "auth login --as \(profile)")
        } else {
            copy.hint = hint.replacing("auth login", with: "auth login" + options)
        }
        return copy
    }
}
