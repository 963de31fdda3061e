import SpotDiagnostics
import SpotSyntax

/// What other languages put into texts, and what is text here.
extension Compiler {
    /// `"$track.name"`: only `$track` is put in.
    func checkPaths(_ parts: [StringPart]) {
        for (part, next) in zip(parts, parts.dropFirst()) {
            guard case .variable(let name) = part, case .text(let text) = next, let path = InterpolatedPath(text),
                path.isUsualField
            else { continue }
            warn(
                "path_in_text", "`\(path.text)` is text: only $\(name.text) is put in",
                Span(name.span.lower, name.span.upper + path.text.utf8.count),
                hint: "\"${$\(name.text)\(path.text)}\" puts in the field")
        }
    }

    /// `"$(now)"`: what a shell would run.
    func checkSubstitution(_ span: Span) {
        let bytes = source.bytes
        guard span.upper - span.lower > 4, bytes[span.lower] == 0x22 else { return }
        var index = span.lower + 1
        while index + 2 < span.upper {
            defer { index += 1 }
            if bytes[index] == 0x5C {
                index += 1
                continue
            }
            guard bytes[index] == 0x24, bytes[index + 1] == 0x28 else { continue }
            guard let close = bytes[index..<span.upper].firstIndex(of: 0x29) else { return }
            let inside = source.text(in: Span(index + 2, close))
            let words = inside.split { $0 == " " || $0 == "|" }.map(String.init)
            guard let head = words.first, head.hasPrefix("!") || table.find(words) != nil || definitions[head] != nil
            else { continue }
            warn(
                "substitution_in_text", "`$(` is text here, and runs nothing", Span(index, close + 1),
                hint: "\"${(\(inside))}\" puts in a value", urgent: true)
            return
        }
    }
}
