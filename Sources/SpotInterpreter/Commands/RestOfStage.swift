import SpotDiagnostics
import SpotSyntax

/// What follows a command that takes the rest of its stage as it stands.
public struct RestOfStage: Sendable {
    /// The arguments: each as it stands in the source, or literal words.
    public let words: [String]
    /// Whether the words come from a command line of the system's shell: nothing in them is code.
    public let isLiteral: Bool

    /// Nothing.
    public init() {
        (words, isLiteral) = ([], false)
    }

    init(_ arguments: [Argument], _ source: SourceText) {
        isLiteral = source.name == LiteralArguments.sourceName
        words = arguments.map { argument in
            guard source.name == LiteralArguments.sourceName, case .word(let word) = argument.kind else {
                return source.text(in: argument.span)
            }
            return word
        }
    }
}
