import SpotDiagnostics
import SpotValue
import Testing

@testable import SpotCommands

/// Charts as text: tables of cases.
@Suite("Charts")
struct ChartTests {
    private func bars(_ values: [Double?], width: Int, unicode: Bool = true, labels: [String] = []) -> [String] {
        let bars = values.enumerated().map { index, value in
            Chart.Bar(index < labels.count ? labels[index] : String(index + 1), value)
        }
        return Chart(width: width, usesUnicode: unicode, color: false).bars(bars, format: .plain)
    }

    @Test("the greatest bar fills the width, others are in proportion to an eighth of a column")
    func proportions() {
        #expect(bars([1, 2, 4], width: 14) == ["1  1  ██", "2  2  ████", "3  4  ████████"])
        #expect(bars([1, 32], width: 14) == ["1   1  ▎", "2  32  ███████"])
        // What is not zero can be seen.
        #expect(bars([0, 1, 10_000], width: 18) == ["1      0", "2      1  ▏", "3  10000  ████████"])
    }

    @Test("negative numbers go to the left of one zero")
    func negative() {
        #expect(bars([4, -4], width: 15) == ["1   4      │███", "2  -4   ███│"])
        #expect(bars([-1, -2], width: 14) == ["1  -1     ███│", "2  -2  ██████│"])
    }

    @Test("without UTF-8 ASCII draws")
    func ascii() {
        #expect(bars([1, -2], width: 16, unicode: false) == ["1   1       |###", "2  -2  #####|"])
        #expect(Chart(width: 12, usesUnicode: false, color: false).sparkline([1, 2, 3, nil, 8]) == "_.- #")
    }

    @Test("no number, one number, zeros")
    func few() {
        #expect(bars([], width: 20) == [])
        #expect(bars([7], width: 14) == ["1  7  ████████"])
        #expect(bars([0, 0], width: 14) == ["1  0", "2  0"])
        #expect(bars([nil, 1], width: 14) == ["1  -", "2  1  ████████"])
    }

    @Test("labels are cut, wide characters are counted as they stand, control characters are shown")
    func labels() {
        let lines = bars([1, 2, 3], width: 30, labels: ["a very long label indeed", "日本", "x\u{1B}[2Jy"])
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= 30 })
        #expect(lines[0].hasPrefix("a very lo…  1  "))
        #expect(lines[1].hasPrefix("日本        2  "))
        #expect(lines[2].hasPrefix("x␛[2Jy      3  "))
    }

    @Test(
        "a sparkline has a column for each number, or for the mean of neighbours",
        arguments: [
            ([1, 2, 3, 4, 5, 6, 7, 8], 80, "▁▂▃▄▅▆▇█"),
            ([5, 5, 5], 80, "▅▅▅"),
            ([-1, 0, 1], 80, "▁▅█"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8], 12, "▁▁▁▁▁▁██████"),
        ])
    func sparklines(values: [Double], width: Int, expected: String) {
        #expect(Chart(width: width, usesUnicode: true, color: false).sparkline(values) == expected)
    }

    @Test("a histogram has round ranges, empty ones too")
    func histogram() {
        #expect(
            Histogram.bars([1, 2, 3, 21], bins: 3, format: .plain) == [
                .init("0..9", 3), .init("10..19", 0), .init("20..29", 1),
            ])
        #expect(Histogram.bars([5, 5], bins: nil, format: .plain) == [.init("5", 2)])
        #expect(
            Histogram.bars([61_000, 100_000, 185_000], bins: 3, format: .duration) == [
                .init("1:00..2:00", 2), .init("2:00..3:00", 0), .init("3:00..4:00", 1),
            ])
        #expect(Histogram.bars([], bins: nil, format: .plain) == [])
    }

    @Test("groups stand in the order of their keys, months without anything between them too")
    func groups() {
        var months = ChartGroups()
        for month in ["2026-01", "2025-11", "2026-01"] { months.add(1, to: .string(month)) }
        #expect(months.bars == [.init("2025-11", 1), .init("2025-12", 0), .init("2026-01", 2)])
        var numbers = ChartGroups()
        for number in [10, 9, 10] { numbers.add(1, to: .int(Int64(number))) }
        #expect(numbers.bars == [.init("9", 1), .init("10", 2)])
        var names = ChartGroups()
        names.add(2.5, to: .string("b"))
        names.add(1, to: .null)
        #expect(names.bars == [.init("(none)", 1), .init("b", 2.5)])
    }

    @Test(
        "numbers are short",
        arguments: [
            (1234.0, "1234"), (0.5, "0.5"), (-2.756, "-2.76"), (3.999, "4"), (0.001, "0.001"),
        ])
    func numbers(value: Double, expected: String) {
        #expect(NumberText.plain.text(value) == expected)
    }
}
