import FoundationEssentials

/// Runs transcripts and says where the answers differ.
///
/// With `SPOTSH_RECORD=1` the files are rewritten with the answers that came, and the run fails all the same.
public struct TranscriptRunner {
    /// An answer that is not the expected one.
    public struct Difference: CustomStringConvertible {
        /// `errors.transcript:12 (heading)`.
        public var place: String
        /// What was typed.
        public var code: String
        /// What should have come.
        public var expected: String
        /// What came.
        public var actual: String

        /// Where, what was typed, what should have come and what came.
        public var description: String {
            "\(place)\n> \(code)\nexpected:\n\(expected)\nactual:\n\(actual)"
        }
    }

    /// Makes the session of a case: a function from what is typed to what is answered.
    private let session: (_ heading: String) -> (String) -> String
    private let isRecording: Bool

    /// Makes a runner.
    public init(_ session: @escaping (_ heading: String) -> (String) -> String) {
        self.session = session
        isRecording = ProcessInfo.processInfo.environment["SPOTSH_RECORD"] == "1"
    }

    /// Runs one file; none means that all is as it stands there.
    public func run(file path: String) throws -> [Difference] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let transcript = Transcript(text, isMarkdown: path.hasSuffix(".md"))
        var differences: [Difference] = []
        var answers: [String] = []
        let name = path.split(separator: "/").last.map(String.init) ?? path
        for one in transcript.cases {
            let answer = session(one.heading)
            for step in one.steps {
                var actual = answer(step.code)
                while actual.hasSuffix("\n") { actual.removeLast() }
                answers.append(actual)
                if actual == step.expected { continue }
                differences.append(
                    Difference(
                        place: "\(name):\(step.line) (\(one.heading))", code: step.code, expected: step.expected,
                        actual: actual))
            }
        }
        if isRecording, !differences.isEmpty {
            try transcript.recording(answers).write(toFile: path, atomically: true, encoding: .utf8)
        }
        return differences
    }

    /// The transcripts in a folder, sorted.
    public static func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".transcript") || $0.hasSuffix(".md")
        }.sorted().map { folder + "/" + $0 }
    }
}
