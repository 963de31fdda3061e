/// How many numbers lie in each of some ranges of equal width.
enum Histogram {
    /// The ranges with their counts, the lowest first, empty ones between them too.
    ///
    /// The width of a range is a round number near to what `bins` ranges would need.
    static func bars(_ values: [Double], bins: Int?, format: NumberText) -> [Chart.Bar] {
        guard let low = values.min(), let high = values.max() else { return [] }
        let wanted = bins ?? min(20, max(5, Int(Double(values.count).squareRoot().rounded())))
        let isWhole = values.allSatisfy { $0 == $0.rounded() }
        let step = roundStep(high / Double(wanted) - low / Double(wanted), isWhole: isWhole, format)
        guard step.isFinite, step > 0 else { return [Chart.Bar(format.text(low), Double(values.count))] }
        let first = (low / step).rounded(.down)
        let count = Int(min((high / step).rounded(.down) - first, 1000)) + 1
        var counts = [Int](repeating: 0, count: count)
        for value in values { counts[min(count - 1, max(0, Int((value / step).rounded(.down) - first)))] += 1 }
        return counts.enumerated().map { index, number in
            let start = (first + Double(index)) * step
            return Chart.Bar(label(start, step, isWhole: isWhole, format), Double(number))
        }
    }

    /// 1, 2 or 5 times a power of ten; for durations what clocks count in.
    private static func roundStep(_ least: Double, isWhole: Bool, _ format: NumberText) -> Double {
        if case .duration = format {
            let steps: [Double] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400]
            if let step = steps.first(where: { $0 * 1000 >= least }) { return step * 1000 }
        }
        guard least > 0 else { return isWhole ? 1 : 0 }
        var power = 1.0
        while power * 10 <= least { power *= 10 }
        while power > least { power /= 10 }
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999_999 } ?? least
        return isWhole ? max(1, step) : step
    }

    /// `10–19` for whole numbers, `1.5–2` for others: up to, but not, the end.
    private static func label(_ start: Double, _ step: Double, isWhole: Bool, _ format: NumberText) -> String {
        if case .plain = format, isWhole {
            return step == 1 ? format.text(start) : "\(format.text(start))..\(format.text(start + step - 1))"
        }
        return "\(format.text(start))..\(format.text(start + step))"
    }
}
