import FoundationEssentials

/// The codes of all errors that a module can raise, read from its source: no list to forget.
public enum ErrorCodes {
    /// The forms in which a code stands in the source.
    private static let forms = [
        #"code: (?:\w+ \? )?"([a-z]+(?:_[a-z]+)*)""#,
        #"\b(?:report|warn|usage|failure|refusal|Failure\.type)\(\s*(?:\.\w+,\s*)?"([a-z]+(?:_[a-z]+)*)","#,
    ]
    /// How a code stands in an error's own enumeration.
    private static let enumerated = #"case \w+ = "([a-z_]+)""#

    /// The codes in a folder of sources, with the file that each was found in.
    public static func inSources(at folder: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for name in (try FileManager.default.subpathsOfDirectory(atPath: folder)).sorted()
        where name.hasSuffix(".swift") {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            for form in forms + (name.hasSuffix("Error.swift") ? [enumerated] : []) {
                for match in text.matches(of: try Regex(form, as: (Substring, Substring).self)) {
                    found[String(match.output.1)] = name
                }
            }
        }
        return found
    }
}
