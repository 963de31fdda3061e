/// "Did you mean": the nearest of the known names.
public enum Suggestion {
    /// Up to three candidates near to `word`, nearest first; none where nothing is near.
    ///
    /// Near is an edit distance (with swapped neighbours counted as one) of at most a third of the word's length and
    /// at least 1 while something of the word is left, or a candidate that begins with the word.
    public static func nearest(to word: String, in candidates: some Sequence<String>) -> [String] {
        let target = Array(word.lowercased().unicodeScalars)
        guard !target.isEmpty else { return [] }
        let limit = max(1, target.count / 3)
        var found: [(distance: Int, name: String)] = []
        for candidate in candidates {
            let other = Array(candidate.lowercased().unicodeScalars)
            if other.starts(with: target), target.count >= 2 {
                found.append((1, candidate))
                continue
            }
            guard abs(other.count - target.count) <= limit else { continue }
            let distance = editDistance(target, other)
            if distance <= limit, distance < target.count { found.append((distance, candidate)) }
        }
        found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return found.prefix(3).map(\.name)
    }

    /// A hint made of the nearest names (`did you mean "album"?`), or nil.
    public static func hint(for word: String, in candidates: some Sequence<String>, prefix: String = "") -> String? {
        let names = nearest(to: word, in: candidates)
        guard !names.isEmpty else { return nil }
        return "did you mean \(names.map { prefix + $0 }.joined(separator: " or "))?"
    }

    /// Damerau–Levenshtein distance (restricted: each pair is swapped at most once).
    private static func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for i in 0..<first.count {
            var row = [i + 1]
            for j in 0..<second.count {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (first[i] == second[j] ? 0 : 1))
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            beforeLast = last
            last = row
        }
        return last[second.count]
    }
}
