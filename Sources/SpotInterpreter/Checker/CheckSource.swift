import SpotDiagnostics
import SpotSyntax

extension Compiler {
    /// 512: a chain of files this long is a mistake, and each takes some stack.
    private static let sourceLimit = 512

    /// `source PATH`: the file's statements run here, once; its names are the file's top-level names.
    func compileSource(_ path: String, _ span: Span) -> StatementNode? {
        guard scope.isTopLevel, scope.eachDepth == 0 else {
            report(
                .usage, "source_not_at_top", "`source` stands at the top level of a file", span,
                hint: "put it at the head of the file")
            return nil
        }
        let isHome = path == "~" || path.hasPrefix("~/")
        let name =
            isHome ? (session.homeDirectory ?? "~") + path.dropFirst() : Self.resolve(path, beside: source.name)
        if sourcing.contains(name) || name == source.name || name == rootName {
            report(
                .usage, "source_cycle", "\(path) is being read already", span,
                hint: ([rootName] + sourcing + [name]).joined(separator: " → "))
            return nil
        }
        guard sourcing.count < Self.sourceLimit else {
            report(.usage, "source_depth", "files source each other more than \(Self.sourceLimit) deep", span)
            return nil
        }
        guard session.sourced.insert(name).inserted else { return nil }
        let bytes: [UInt8]
        do { bytes = try Files.read(name) } catch {
            guard var diagnostic = Failure.diagnosed(error, place(span)) else { return nil }
            diagnostic.hint = "the path is relative to the file that `source` stands in"
            report(diagnostic, span)
            return nil
        }
        return compileSourced(SourceText(name: name, bytes: bytes), span)
    }

    private func compileSourced(_ text: SourceText, _ span: Span) -> StatementNode? {
        let parsed = Parser.parse(text, mode: .file, names: table.knownNames(session))
        diagnostics += parsed.diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.exitCodeOverride = ErrorKind.exitCodeBeforeRunning
            return diagnostic
        }
        let outer = source
        let place = place(span)
        sourcing.append(text.name)
        source = text
        defer {
            source = outer
            sourcing.removeLast()
        }
        if let parameter = parsed.script.parameters.first {
            report(
                .usage, "param_in_source", "a file that is sourced takes no `param`", parameter.span,
                hint: "run it by itself: spotsh FILE ARGUMENT …, in the shell outside")
            // What they would hold is no mistake of its own.
            for parameter in parsed.script.parameters {
                let name = parameter.name
                _ = declare(Identifier(name.text.replacing("-", with: "_"), name.span), .parameter)
            }
        }
        predeclare(parsed.script.body)
        compileDefinitions(parsed.script.body)
        let body = compileBody(parsed.script.body, mode: .show, opensBlock: false)
        return SourcedNode(body, place)
    }

    /// A path relative to the file that it stands in.
    static func resolve(_ path: String, beside file: String) -> String {
        if path.hasPrefix("/") || path.hasPrefix("~") { return path }
        guard let slash = file.lastIndex(of: "/") else { return path }
        let folder = file[..<slash]
        let bare = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return "\(folder)/\(bare)"
    }
}

/// The statements of a sourced file.
final class SourcedNode: StatementNode {
    private let body: StatementNode

    init(_ body: StatementNode, _ place: Place) {
        self.body = body
        super.init(place)
    }

    override func execute(_ frame: Frame) throws -> Flow {
        do {
            // `return` ends the sourced file, not the one that sources it.
            _ = try body.execute(frame)
            return .next
        } catch { throw Failure.called(error, "source", place) }
    }
}
