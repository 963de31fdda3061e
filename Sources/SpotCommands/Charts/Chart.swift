import SpotDiagnostics
import SpotInterpreter

/// Draws numbers as lines of text.
public struct Chart: Sendable {
    /// Columns that a line may take.
    public var width: Int
    /// Whether there are block characters, or ASCII alone.
    public var usesUnicode: Bool
    /// Whether to use colours.
    public var color: Bool

    /// Makes a drawer.
    public init(width: Int, usesUnicode: Bool, color: Bool) {
        self.width = max(12, width)
        self.usesUnicode = usesUnicode
        self.color = color
    }

    /// One number with what it stands for.
    public struct Bar: Sendable, Equatable {
        /// What it stands for.
        public var label: String
        /// The number; nil where there is none.
        public var value: Double?

        /// Makes a bar.
        public init(_ label: String, _ value: Double?) {
            self.label = label
            self.value = value
        }
    }

    // MARK: Bars

    /// A line for each bar: its label, its number, and the bar, all from one zero.
    public func bars(_ bars: [Bar], format: NumberText) -> [String] {
        let labels = bars.map { DisplayText.harmless($0.label) }
        let numbers = bars.map { $0.value.map(format.text) ?? "-" }
        let longest = labels.map { DisplayWidth.of($0) }.max() ?? 0
        let numberWidth = numbers.map(\.count).max() ?? 0
        // A third for the labels at most, and a bar that shows something in any case.
        let labelWidth = min(longest, max(4, width / 3), max(4, width - numberWidth - 12))
        let room = max(4, width - labelWidth - numberWidth - 4)
        let scale = Scale(values: bars.compactMap(\.value), room: room)
        return bars.indices.map { index in
            let label = TextWrapping.cut(labels[index], to: labelWidth)
            let line =
                label + Self.spaces(labelWidth - DisplayWidth.of(label)) + "  "
                + Self.spaces(numberWidth - numbers[index].count) + numbers[index] + "  "
            return Self.trimmed(line, bars[index].value.map { draw($0, scale) } ?? "", paint)
        }
    }

    /// Where zero is, and how long a unit.
    private struct Scale {
        /// Columns left and right of zero.
        var left = 0
        var right: Int
        /// Columns for 1.
        var unit: Double

        init(values: [Double], room: Int) {
            let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
            // Halves, since the whole span of two great numbers may be infinite.
            let half = high / 2 - low / 2
            right = room
            unit = half > 0 ? Double(room) / half / 2 : 0
            guard low < 0 else { return }
            // The line of zero takes a column.
            left = high > 0 ? min(room - 2, max(1, Int((-low / 2 / half * Double(room - 1)).rounded()))) : room - 1
            right = room - 1 - left
            let rights = high > 0 ? Double(right) / high : .infinity
            unit = min(Double(left) / -low, rights)
        }
    }

    private func draw(_ value: Double, _ scale: Scale) -> String {
        let length = value.magnitude * scale.unit
        guard scale.left > 0 else { return rightward(length, of: value) }
        let axis = usesUnicode ? "│" : "|"
        guard value < 0 else { return Self.spaces(scale.left) + axis + rightward(length, of: value) }
        let block = usesUnicode ? "█" : "#"
        let whole = max(1, Int(length.rounded()))
        return Self.spaces(scale.left - whole) + String(repeating: block, count: whole) + axis
    }

    /// A bar from the left, to an eighth of a column; what is not zero can be seen.
    private func rightward(_ length: Double, of value: Double) -> String {
        guard usesUnicode else {
            return String(repeating: "#", count: value == 0 ? 0 : max(1, Int(length.rounded())))
        }
        let eighths = value == 0 ? 0 : max(1, Int((length * 8).rounded()))
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + part
    }

    // MARK: Sparklines

    /// One line, a column for each number; of more numbers than columns the means of neighbours.
    public func sparkline(_ values: [Double?]) -> String {
        let columns = min(width, values.count)
        let points = (0..<columns).map { column -> Double? in
            let range = (column * values.count / columns)..<((column + 1) * values.count / columns)
            let present = values[range].compactMap { $0 }
            return present.isEmpty ? nil : present.reduce(0) { $0 + $1 / Double(present.count) }
        }
        let known = points.compactMap { $0 }
        guard let low = known.min(), let high = known.max() else { return "" }
        let marks = Array(usesUnicode ? "▁▂▃▄▅▆▇█" : "_.-=+*%#")
        let line = points.map { point -> Character in
            guard let point else { return " " }
            let half = high / 2 - low / 2
            let share = half > 0 ? (point / 2 - low / 2) / half : 0.5
            return marks[min(marks.count - 1, Int(share * Double(marks.count)))]
        }
        return paint(String(line))
    }

    private func paint(_ text: String) -> String {
        color && !text.isEmpty ? "\u{1B}[36m\(text)\u{1B}[0m" : text
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private static func trimmed(_ head: String, _ bar: String, _ paint: (String) -> String) -> String {
        if !bar.isEmpty { return head + paint(bar) }
        var head = head
        while head.hasSuffix(" ") { head.removeLast() }
        return head
    }
}

/// How the numbers of a chart are written.
public enum NumberText: Sendable {
    /// As a number, with two decimals at most.
    case plain
    /// Milliseconds as `3:07`.
    case duration

    func text(_ value: Double) -> String {
        if case .duration = self, let milliseconds = Int64(exactly: value.rounded()) {
            return DurationText.clock(of: milliseconds)
        }
        if let whole = Int64(exactly: value) { return String(whole) }
        guard value.magnitude < 1e15, value.magnitude >= 0.005 else { return "\(value)" }
        let hundredths = Int64((value.magnitude * 100).rounded())
        var digits = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return (value < 0 ? "-" : "") + digits
    }
}
