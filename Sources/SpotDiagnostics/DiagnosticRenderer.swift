/// Turns diagnostics into text: the one place that does.
public struct DiagnosticRenderer: Sendable {
    /// Whether to use colours.
    public var color: Bool
    /// Columns of the terminal, or nil where lines may be of any length: a longer source line is cut around the place.
    public var width: Int?
    /// Which source lines are not shown, because they hold a secret.
    public var hidesLine: @Sendable (String) -> Bool

    /// Makes a renderer.
    public init(
        color: Bool = false, width: Int? = nil, hidesLine: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        self.color = color
        self.width = width
        self.hidesLine = hidesLine
    }

    /// The whole text, with a line end at its end.
    public func render(_ diagnostic: Diagnostic) -> String {
        var lines: [String] = []
        var head = ""
        if let place = diagnostic.place {
            let position = place.source.position(at: place.span.lower)
            head = "\(clean(place.source.name)):\(position.line):\(position.column): "
        }
        let word = diagnostic.severity.rawValue
        lines.append(
            head + paint("\(word)[\(diagnostic.kind.rawValue)]:", diagnostic.severity == .error ? "1;31" : "1;33") + " "
                + clean(diagnostic.message))
        if let place = diagnostic.place { lines += excerpt(place) }
        for related in diagnostic.related {
            let position = related.place.source.position(at: related.place.span.lower)
            lines.append(
                "\(clean(related.place.source.name)):\(position.line):\(position.column): \(clean(related.label))")
            lines += excerpt(related.place)
        }
        for call in diagnostic.calls {
            let position = call.place.source.position(at: call.place.span.lower)
            lines.append(
                "in \(clean(call.name)), called at \(clean(call.place.source.name)):\(position.line):\(position.column)"
            )
        }
        if let request = diagnostic.request { lines.append("request: \(clean(request))") }
        for cause in diagnostic.causes { lines.append("after: \(cause.kind.rawValue): \(clean(cause.message))") }
        if let hint = diagnostic.hint { lines.append(paint("hint:", "1;36") + " " + clean(hint)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The source line with carets under the span; a span of several lines is marked on its first.
    private func excerpt(_ place: Place) -> [String] {
        let source = place.source
        let position = source.position(at: place.span.lower)
        let lineSpan = source.lineSpan(position.line)
        let number = String(position.line)
        if hidesLine(source.line(position.line)) { return ["  \(number) | (not shown: it holds a secret)"] }
        let end = min(max(place.span.upper, place.span.lower), lineSpan.upper)
        let before = clean(source.text(in: Span(lineSpan.lower, place.span.lower)))
        let marked = clean(source.text(in: Span(place.span.lower, end)))
        let whole = clean(source.line(position.line))
        let margin = "  " + String(repeating: " ", count: number.count) + " | "
        let shown = fitted(
            whole, indent: DisplayWidth.of(before), carets: max(1, DisplayWidth.of(marked)),
            room: width.map { $0 - margin.count } ?? .max)
        return [
            "  \(number) | " + shown.text,
            margin + String(repeating: " ", count: shown.indent)
                + paint(String(repeating: "^", count: shown.carets), "1;31"),
        ]
    }

    /// As much of a line around its carets as fits: where it broke, they would stand under something else.
    private func fitted(
        _ line: String, indent: Int, carets: Int, room: Int
    ) -> (text: String, indent: Int, carets: Int) {
        guard room >= 20, DisplayWidth.of(line) > room || indent + carets > room else { return (line, indent, carets) }
        var (text, indent) = (line, indent)
        let context = room / 3
        if indent + min(carets, room - context) >= room {
            var rest = line[...]
            var dropped = 0
            while dropped < indent - context, let first = rest.popFirst() { dropped += DisplayWidth.of(first) }
            text = "…" + rest
            indent += 1 - dropped
        }
        return (TextWrapping.cut(text, to: room), indent, min(carets, room - indent))
    }

    /// Text that cannot move the cursor: every control character is shown, tabs are one space.
    private func clean(_ text: String) -> String { DisplayText.harmless(text) }

    private func paint(_ text: String, _ code: String) -> String {
        color ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
