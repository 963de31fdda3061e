import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SessionCommands {
    /// The command `chart [VALUE] [--by E] [--label E] [--kind K] [--bins N] [--width N]`.
    static func chart(_ services: any SessionServices) -> Command {
        let row = CommandDescription(
            "chart", "Draws the numbers of a pipeline as bars, a histogram or a sparkline", area: "values",
            parameters: [
                Parameter(
                    "value", .positional, .any, "the number of each item; the item itself where it is left out",
                    perItem: true),
                Parameter(
                    "by", .option, .any, "a bar for all items that have this in common: how many, or the sum of VALUE",
                    perItem: true),
                Parameter(
                    "label", .option, .any, "what stands beside each bar; the item's name where it is left out",
                    perItem: true),
                Parameter(
                    "kind", .option, .enumeration(["bars", "histogram", "sparkline"]), "how it is drawn",
                    default: .string("bars")),
                Parameter("bins", .option, .int, "about how many ranges a histogram has"),
                Parameter("width", .option, .int, "columns to fill; the terminal's, or 80"),
                Parameter("items", .positional, .any, "the items", required: true, input: true),
            ],
            examples: [
                .init("liked | chart --by .added_at[0:7]", "songs liked in each month"),
                .init("top tracks | chart .duration_ms --label .name", "a bar for each track"),
                .init("liked | chart .duration_ms --kind histogram", "how long songs are"),
                .init("[3 1 4 1 5 9 2 6] | chart --kind sparkline", "one line"),
            ])
        return Command(row) { call in
            let text = try ChartRun(call, services).text()
            if text.isEmpty { call.host.writeLog("note: nothing to draw\n") } else { try services.showDrawing(text) }
            return .none
        }
    }
}

/// One run of `chart`.
private struct ChartRun {
    let call: Invocation
    let services: any SessionServices
    let chart: Chart
    let format: NumberText

    init(_ call: Invocation, _ services: any SessionServices) throws {
        self.call = call
        self.services = services
        for name in ["width", "bins"] {
            guard let number = call[name]?.intValue, number < 1 else { continue }
            throw Diagnostic(
                .type, code: "out_of_range", "--\(name) is at least 1, not \(number)", at: call.place(of: name))
        }
        let width = call["width"]?.intValue.map { Int(min($0, 1000)) } ?? services.textWidth ?? 80
        chart = Chart(width: width, usesUnicode: services.usesUnicode, color: services.usesColor)
        // A field that Spotify counts in milliseconds reads as a time.
        let place = call.places["value"]
        let expression = place.map { $0.source.text(in: $0.span) } ?? ""
        format = expression.contains("_ms") && !expression.contains("/") ? .duration : .plain
    }

    func text() throws -> String {
        let items: ValueStream =
            switch call.input {
            case .many(let stream): stream
            case .one(let value): ValueStream(value.listValue.map(Array.init) ?? [value])
            case nil: ValueStream(call["items"]?.listValue.map(Array.init) ?? [])
            }
        let bars = try call.perItem["by"].map { try groups(items, by: $0) } ?? each(items)
        guard !bars.isEmpty else { return "" }
        switch call["kind"]?.stringValue {
        case "histogram":
            return lines(chart.bars(histogram(bars), format: .plain))
        case "sparkline":
            return sparkline(bars.map(\.value))
        default:
            return lines(chart.bars(bars, format: format))
        }
    }

    private func histogram(_ bars: [Chart.Bar]) -> [Chart.Bar] {
        Histogram.bars(bars.compactMap(\.value), bins: call["bins"]?.intValue.map { Int(min($0, 200)) }, format: format)
    }

    private func sparkline(_ values: [Double?]) -> String {
        let known = values.compactMap { $0 }
        guard let low = known.min(), let high = known.max(), let last = known.last else { return "" }
        return lines([
            chart.sparkline(values),
            "least \(format.text(low)), greatest \(format.text(high)), last \(format.text(last))",
        ])
    }

    private func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

    /// A bar for each item.
    private func each(_ items: ValueStream) throws -> [Chart.Bar] {
        var bars: [Chart.Bar] = []
        while let item = try next(items) {
            let label = try call.perItem["label"].map { Self.text(try $0(item)) } ?? Self.name(of: item, bars.count + 1)
            bars.append(Chart.Bar(label, try number(of: item, bars.count + 1)))
        }
        return bars
    }

    /// A bar for each group.
    private func groups(_ items: ValueStream, by key: (Value) throws -> Value) throws -> [Chart.Bar] {
        var groups = ChartGroups()
        var count = 0
        while let item = try next(items) {
            count += 1
            let number = call.perItem["value"] == nil ? 1 : try number(of: item, count) ?? 0
            groups.add(number, to: try key(item))
        }
        return groups.bars
    }

    private func next(_ items: ValueStream) throws -> Value? {
        if call.host.interruption.isRaised { throw Diagnostic(.interrupted, code: "interrupted", "interrupted") }
        return try items.next()
    }

    /// The number of an item; nil where it is null.
    private func number(of item: Value, _ row: Int) throws -> Double? {
        let value: Value
        if let expression = call.perItem["value"] {
            value = try expression(item)
        } else {
            // What `group` yields has its number already.
            value = item["count"] ?? item
        }
        if value.isNull { return nil }
        if let number = value.doubleValue { return number }
        let what = value.kind == .record ? "a record" : "\(JSON.write(value).prefix(40))"
        throw Diagnostic(
            .type, code: "not_a_number", "item \(row): a chart draws numbers, and this is \(what)",
            at: call.place(of: "value"),
            hint: value.kind == .record
                ? "say which field: chart .duration_ms, or count them: chart --by .name"
                : value.kind == .string ? "count them: chart --by …, or make numbers of them: | number" : nil)
    }

    private static func name(of item: Value, _ row: Int) -> String {
        let name = item["name"] ?? item["display_name"] ?? item["key"]
        return name.map(text) ?? String(row)
    }

    private static func text(_ value: Value) -> String { value.stringValue ?? JSON.write(value) }
}
