import SpotDiagnostics
import SpotSyntax
import SpotSystem
import SpotValue

/// One pass over a tree: binds every name, finds every mistake, and makes the nodes that run.
///
/// A mistake never stops the pass: a constant takes the place of what could not be made, so that all are reported.
final class Compiler {
    let table: CommandTable
    /// Where other programs are, for hints.
    let programFolders: () -> ProgramFolders
    let isPrompt: Bool
    var session: SessionNames
    var source: SourceText
    var scope: FunctionScope
    /// Names of all top-level variables of the file, known to `def`s before their `let` runs.
    var globals: [String: Int]
    var definitions: [String: DefinedCommand]
    var diagnostics: [Diagnostic] = []
    var usedCommands: [String] = []
    /// The `def`s that are called outside of `def`s.
    var calledDefinitions: [String] = []
    private var rows: [CommandTable.Position: BindableRow] = [:]
    var scopes = ScopeSummary()
    /// What finding things by their names asks for, beside the commands.
    var referenceScopes: (needs: Set<String>, adds: Set<String>, depends: Set<String>) = ([], [], [])
    var hasPlan = false
    var planDepth = 0
    /// Files that are being sourced, outermost first, for cycles.
    var sourcing: [String] = []
    /// The name of the text that is compiled.
    private(set) var rootName = ""
    /// Top-level variables by name, to warn of those that nobody reads.
    var globalVariables: [String: Variable] = [:]
    /// What each way out of the `def` that is being compiled yields.
    var resultYields: [Yields] = []
    /// How many statements there were so far that leave a loop: `break`, `return`, `exit`, `fail`.
    var waysOut = 0
    /// Top-level variables that a `def` reads.
    var readGlobals: Set<String> = []
    var isSourced: Bool { !sourcing.isEmpty }

    init(
        table: CommandTable, session: SessionNames, isPrompt: Bool,
        programFolders: @escaping () -> ProgramFolders = { ProgramFolders(path: nil) }
    ) {
        self.table = table
        self.programFolders = programFolders
        self.session = session
        self.isPrompt = isPrompt
        source = SourceText(name: "", bytes: [])
        scope = FunctionScope(isTopLevel: true, slotCount: session.slotCount)
        globals = session.globals
        definitions = session.definitions
    }

    func compile(_ script: Script) -> CheckResult {
        source = script.source
        rootName = source.name
        for (name, slot) in session.globals {
            let variable = Variable(
                name, slot: slot, span: Span(0, 0), origin: .session, isGlobal: true, jobsDepth: 0)
            scope.blocks[0][name] = variable
        }
        let parameters = compileParameters(script.parameters)
        predeclare(script.body)
        compileDefinitions(script.body)
        let body = compileBody(script.body, mode: .show, opensBlock: false)
        warnOfUnused(scope.blocks[0].values)
        collectScopes()
        let hasErrors = diagnostics.contains { $0.severity == .error }
        let program = Program(
            parameters: parameters, help: script.help, source: script.source, body: body, slotCount: scope.slotCount,
            globals: globals, definitions: definitions, sourced: session.sourced)
        return CheckResult(
            program: hasErrors ? nil : program, diagnostics: ordered(), scopes: scopes, hasPlan: hasPlan,
            commands: usedCommands, definitions: calledDefinitions)
    }

    /// In the order of the text; a sourced file's stay where they came.
    private func ordered() -> [Diagnostic] {
        diagnostics.enumerated().sorted { first, second in
            guard let a = first.element.place, let b = second.element.place, a.source === b.source else {
                return first.offset < second.offset
            }
            return a.span.lower != b.span.lower ? a.span.lower < b.span.lower : first.offset < second.offset
        }.map(\.element)
    }

    func place(_ span: Span) -> Place { Place(source, span) }

    /// Reports an error found before anything runs.
    func report(_ kind: ErrorKind, _ code: String, _ message: String, _ span: Span, hint: String? = nil) {
        var diagnostic = Diagnostic(kind, code: code, message, at: place(span), hint: hint)
        diagnostic.exitCodeOverride = ErrorKind.exitCodeBeforeRunning
        diagnostics.append(diagnostic)
    }

    func report(_ diagnostic: Diagnostic, _ span: Span) {
        var diagnostic = diagnostic.at(place(span))
        diagnostic.exitCodeOverride = ErrorKind.exitCodeBeforeRunning
        diagnostics.append(diagnostic)
    }

    /// Reports what may be right and seldom is; `urgent` where it is told at the prompt as well.
    func warn(_ code: String, _ message: String, _ span: Span, hint: String? = nil, urgent: Bool = false) {
        var diagnostic = Diagnostic(.usage, code: code, message, at: place(span), hint: hint, severity: .warning)
        diagnostic.isUrgent = urgent
        diagnostics.append(diagnostic)
    }

    /// A row of the table, which is used.
    func use(_ position: CommandTable.Position) -> BindableRow {
        let row = rows[position] ?? BindableRow(table[position])
        guard !row.isUsed else { return row }
        row.isUsed = true
        rows[position] = row
        usedCommands.append(row.description.name)
        return row
    }

    private func collectScopes() {
        var (needs, adds, depends) = referenceScopes
        for name in usedCommands {
            guard let row = table.command(named: name)?.description else { continue }
            needs.formUnion(row.needs)
            adds.formUnion(row.adds)
            depends.formUnion(row.scopes)
        }
        scopes.needs = needs.sorted()
        scopes.adds = adds.subtracting(needs).sorted()
        scopes.depends = depends.subtracting(needs).subtracting(adds).sorted()
    }

    /// What takes the place of something that could not be made.
    func hole(_ span: Span) -> Node { HoleNode(place(span)) }

    // MARK: Variables

    func declare(_ name: Identifier, _ origin: Variable.Origin) -> Variable {
        let isGlobal = scope.isTopLevel && scope.blocks.count == 1 && scope.eachDepth == 0
        let slot: Int
        if isGlobal, let known = globals[name.text] { slot = known } else { slot = scope.newSlot() }
        if isGlobal { globals[name.text] = slot }
        let variable = Variable(
            name.text, slot: slot, span: name.span, origin: origin, isGlobal: isGlobal, jobsDepth: scope.jobsDepth)
        if let shadowed = scope.blocks[scope.blocks.count - 1][name.text], !isGlobal || !shadowed.isRead {
            warnOfUnused([shadowed])
        }
        scope.blocks[scope.blocks.count - 1][name.text] = variable
        if isGlobal { globalVariables[name.text] = variable }
        return variable
    }

    func withBlock<Result>(_ body: () -> Result) -> Result {
        scope.blocks.append([:])
        let result = body()
        if let block = scope.blocks.popLast() { warnOfUnused(block.values) }
        return result
    }

    func warnOfUnused(_ variables: some Sequence<Variable>) {
        for variable in variables where !variable.isRead && variable.origin == .letBinding {
            if variable.isGlobal, isPrompt || isSourced || readGlobals.contains(variable.name) { continue }
            if variable.name.hasPrefix("_") { continue }
            variable.isRead = true
            warn(
                "unused_variable", "$\(variable.name) is never used", variable.span,
                hint: "remove the `let`, or name it _\(variable.name)")
        }
    }

    /// Compiles something in which `.` is an item; gives its slot.
    func withItem<Result>(_ body: () -> Result) -> (slot: Int, result: Result) {
        let slot = scope.newSlot()
        scope.hasItems = true
        scope.items.append(slot)
        defer { scope.items.removeLast() }
        return (slot, body())
    }
}
