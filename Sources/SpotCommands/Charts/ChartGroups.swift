import SpotInterpreter
import SpotValue

/// The groups of `chart --by`, in the order of what they are grouped by.
struct ChartGroups {
    private var totals: [String: Double] = [:]
    private var numbers: [String: Double] = [:]

    /// Adds a number to the group of a key.
    mutating func add(_ number: Double, to key: Value) {
        let label = key.isNull ? "(none)" : key.stringValue ?? JSON.write(key)
        totals[label, default: 0] += number
        if let number = key.doubleValue { numbers[label] = number }
    }

    /// The groups: numbers by their size, texts by their letters; years and months without anything between them too.
    var bars: [Chart.Bar] {
        let labels = totals.keys.sorted { left, right in
            if let first = numbers[left], let second = numbers[right] { return first < second }
            return left < right
        }
        guard let first = labels.first, let last = labels.last, let filled = Self.between(first, last),
            Set(labels).isSubset(of: filled)
        else { return labels.map { Chart.Bar($0, totals[$0]) } }
        return filled.map { Chart.Bar($0, totals[$0] ?? 0) }
    }

    /// All years or months from one to another; nil where they are none, or too many to be looked at.
    private static func between(_ first: String, _ last: String) -> [String]? {
        guard let start = months(first), let end = months(last), first.count == last.count else { return nil }
        let step = first.count == 4 ? 12 : 1
        guard (end - start) / step < 240, start <= end else { return nil }
        return stride(from: start, through: end, by: step).map { month in
            let year = String(month / 12)
            guard step == 1 else { return year }
            return "\(year)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)"
        }
    }

    /// Months since year 0 of `2026` or `2026-05`.
    private static func months(_ text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let year = parts.first, year.count == 4, let number = Int(year), number >= 1000 else { return nil }
        if parts.count == 1 { return number * 12 }
        guard parts.count == 2, parts[1].count == 2, let month = Int(parts[1]), (1...12).contains(month) else {
            return nil
        }
        return number * 12 + month - 1
    }
}
