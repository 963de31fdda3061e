public import SpotDiagnostics

/// A whole text as a tree.
public struct Script: Sendable {
    /// The text.
    public var source: SourceText
    /// The comment at the head of the file, without `#`, lines joined by LF; the script's help.
    public var help: String?
    /// `param` lines, in order.
    public var parameters: [ParameterDeclaration]
    /// What runs.
    public var body: Body

    /// Makes a script.
    public init(source: SourceText, help: String?, parameters: [ParameterDeclaration], body: Body) {
        self.source = source
        self.help = help
        self.parameters = parameters
        self.body = body
    }
}

/// `param` NAME [`:` type [`...`]] [`=` expr], or with `--NAME`.
public struct ParameterDeclaration: Sendable {
    /// The name as written: of a positional `target`, of an option `finish-track` (without dashes).
    public var name: Identifier
    /// Whether it is written with `--`.
    public var isOption: Bool
    /// The type; nil means `any` for a positional and a flag for an option.
    public var type: TypeExpression?
    /// Whether `...` follows the type.
    public var isRepeated: Bool
    /// The default.
    public var defaultValue: Expression?
    /// The comment at the line's end, without `#`.
    public var help: String?
    /// The whole line without the comment.
    public var span: Span

    /// Makes a declaration.
    public init(
        name: Identifier, isOption: Bool, type: TypeExpression?, isRepeated: Bool, defaultValue: Expression?,
        help: String?, span: Span
    ) {
        self.name = name
        self.isOption = isOption
        self.type = type
        self.isRepeated = isRepeated
        self.defaultValue = defaultValue
        self.help = help
        self.span = span
    }
}

/// A name with its place.
public struct Identifier: Hashable, Sendable {
    /// The name.
    public var text: String
    /// Where it stands.
    public var span: Span

    /// Makes a name.
    public init(_ text: String, _ span: Span) {
        self.text = text
        self.span = span
    }
}

/// Type names (or the words of an enumeration) joined with `|`.
public struct TypeExpression: Sendable {
    /// One or more words.
    ///
    /// The checker decides whether they are types or an enumeration.
    public var alternatives: [Identifier]
    /// Where it stands.
    public var span: Span

    /// Makes a type.
    public init(alternatives: [Identifier], span: Span) {
        self.alternatives = alternatives
        self.span = span
    }
}

/// Statements, in order: a script's, or a block's between its braces.
public struct Body: Sendable {
    /// The statements.
    public var statements: [Statement]
    /// For a block, with its braces.
    public var span: Span

    /// Makes a body.
    public init(statements: [Statement], span: Span) {
        self.statements = statements
        self.span = span
    }
}

/// One statement.
public struct Statement: Sendable {
    /// What it is.
    public indirect enum Kind: Sendable {
        /// `let NAME = value`
        case letBinding(name: Identifier, value: Pipeline)
        /// `set NAME { selector } = value`
        case assignment(name: Identifier, selectors: [Selector], value: Pipeline)
        /// `if … { } else if … { } else { }`
        case conditional(branches: [ConditionalBranch], otherwise: Body?)
        /// `for NAME in expr { }`
        case forLoop(variable: Identifier, sequence: Expression, body: Body)
        /// `while expr { }`
        case whileLoop(condition: Expression, body: Body)
        /// `break`
        case breakLoop
        /// `continue`
        case continueLoop
        /// `try { } catch … { } finally { }`
        case tryBlock(body: Body, catches: [CatchClause], finally: Body?)
        /// `def NAME [ … ] { }`
        case definition(Definition)
        /// `return [value]`
        case returnValue(Pipeline?)
        /// `fail expr`
        case fail(Expression)
        /// `exit [expr]`
        case exit(Expression?)
        /// `source PATH`
        case source(path: String, span: Span)
        /// `as expr { }`
        case asProfile(name: Expression, body: Body)
        /// `plan { }`
        case plan(body: Body)
        /// `watch [--every D] [--times N] { }`; milliseconds.
        case watch(every: Int?, times: Int?, body: Body)
        /// A pipeline whose value is shown, or is the block's result.
        case value(Pipeline)
        /// What could not be read; only in a tree that came with errors.
        case unreadable
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var span: Span

    /// Makes a statement.
    public init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

/// One branch of an `if`: a condition and a block.
public struct ConditionalBranch: Sendable {
    /// The condition.
    public var condition: Expression
    /// What runs.
    public var body: Body

    /// Makes a branch.
    public init(condition: Expression, body: Body) {
        self.condition = condition
        self.body = body
    }
}

/// One handler of a `try`: `catch [KIND, …] [as NAME] { }`, with its block.
public struct CatchClause: Sendable {
    /// The kinds; empty means every kind but `interrupted`.
    public var kinds: [Identifier]
    /// The variable.
    public var variable: Identifier?
    /// What runs.
    public var body: Body
    /// Where it stands.
    public var span: Span

    /// Makes a clause.
    public init(kinds: [Identifier], variable: Identifier?, body: Body, span: Span) {
        self.kinds = kinds
        self.variable = variable
        self.body = body
        self.span = span
    }
}

/// A command of the script: `def NAME [ parameters ] { }`, with its block.
public struct Definition: Sendable {
    /// The name.
    public var name: Identifier
    /// Its parameters.
    public var parameters: [DefinitionParameter]
    /// What runs.
    public var body: Body

    /// Makes a definition.
    public init(name: Identifier, parameters: [DefinitionParameter], body: Body) {
        self.name = name
        self.parameters = parameters
        self.body = body
    }
}

/// One parameter of a `def`: a name, and where written its type and default.
public struct DefinitionParameter: Sendable {
    /// The name.
    public var name: Identifier
    /// The type, or nil for `any`.
    public var type: TypeExpression?
    /// The default.
    public var defaultValue: Expression?

    /// Makes a parameter.
    public init(name: Identifier, type: TypeExpression?, defaultValue: Expression?) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
    }
}

/// A value: an expression or a stage, and the stages that its items go through.
public struct Pipeline: Sendable {
    /// What comes first.
    public enum Head: Sendable {
        /// An expression.
        case expression(Expression)
        /// A command, a row stage (an error, unless the line goes on from `$_`) or a program.
        case stage(Stage)
        /// Nothing: the prompt's line began with `|` and goes on from `$_`.
        case previousValue
    }

    /// What comes first.
    public var head: Head
    /// What follows each `|`.
    public var stages: [Stage]
    /// Where it stands.
    public var span: Span

    /// Makes a pipeline.
    public init(head: Head, stages: [Stage], span: Span) {
        self.head = head
        self.stages = stages
        self.span = span
    }
}

/// One stage of a pipeline.
public struct Stage: Sendable {
    /// What it is.
    public indirect enum Kind: Sendable {
        /// `where expr`
        case filter(Expression)
        /// `map expr`
        case map(Expression)
        /// `with record`
        case with(RecordLiteral, span: Span)
        /// `group expr`
        case group(Expression)
        /// `uniq [expr]`
        case unique(Expression?)
        /// `sort [key, …]`; empty means the item itself.
        case sort([SortKey])
        /// `minus expr [by expr]`
        case setOperation(SetOperation, operand: Expression, by: Expression?)
        /// `each [--jobs N] { [|NAME|] body }`
        case each(jobs: Int?, variable: Identifier?, body: Body)
        /// `!NAME args`
        case external(name: String, arguments: [Argument])
        /// A command: the binder finds how many of the leading words are its name.
        case command(CommandCall)
    }

    /// `minus`, `intersect` or `union`.
    public enum SetOperation: String, Sendable {
        case minus, intersect, union
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var span: Span
    /// Where its first word stands (`where`, `playlist`).
    public var headSpan: Span

    /// Makes a stage.
    public init(_ kind: Kind, span: Span, headSpan: Span) {
        self.kind = kind
        self.span = span
        self.headSpan = headSpan
    }
}

/// One key of a `sort`, with its direction.
public struct SortKey: Sendable {
    /// The key of an item.
    public var expression: Expression
    /// Whether greater comes first.
    public var isDescending: Bool

    /// Makes a key.
    public init(expression: Expression, isDescending: Bool) {
        self.expression = expression
        self.isDescending = isDescending
    }
}

/// WORD { argument }: not yet bound to a row of the command table.
public struct CommandCall: Sendable {
    /// The first word.
    public var head: Identifier
    /// All that follows, words of the name included.
    public var arguments: [Argument]

    /// Makes a call.
    public init(head: Identifier, arguments: [Argument]) {
        self.head = head
        self.arguments = arguments
    }
}

/// One argument of a command.
public struct Argument: Sendable {
    /// What it is.
    public indirect enum Kind: Sendable {
        /// A bareword, as typed.
        case word(String)
        /// `--name`, or `--name=value`; the value is a word or a primary.
        case option(name: String, value: Argument?)
        /// A lone `--`: what follows is no option.
        case endOfOptions
        /// A value: string, variable, list, record, parenthesised, or a path on the current item.
        case expression(Expression)
        /// A lone `?` as the last token at the prompt: show help.
        case help
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var span: Span

    /// Makes an argument.
    public init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

/// An expression.
public struct Expression: Sendable {
    /// What it is.
    public indirect enum Kind: Sendable {
        case null
        case bool(Bool)
        case int(Int64)
        case double(Double)
        /// Milliseconds.
        case duration(Int64)
        /// `'…'`, or `"…"` without interpolation.
        case string(String)
        /// `"…"` with interpolation.
        case interpolated([StringPart])
        /// `$name`; `$_` has the name `_`.
        case variable(String)
        /// `@name`
        case pin(String)
        /// `%3` and `%1,4-6`: rows of the last table, each as a closed range from 1.
        case rows([ClosedRange<Int>])
        /// `.`: the current item.
        case currentItem
        case list([Expression])
        case record(RecordLiteral)
        /// `( pipeline )`
        case parenthesized(Pipeline)
        /// A path: base and one step.
        case select(Expression, Selector)
        /// `base?`: on a path step, its missing field becomes null; on a parenthesised pipeline, *not_found* does.
        case optional(Expression)
        case negate(Expression)
        case not(Expression)
        case binary(BinaryOperator, Expression, Expression, operatorSpan: Span)
        /// What could not be read; only in a tree that came with errors.
        case unreadable
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var span: Span

    /// Makes an expression.
    public init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

/// The binary operators, by how they are written.
public enum BinaryOperator: String, CaseIterable, Sendable {
    case or, and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case matches = "=~"
    case doesNotMatch = "!~"
    case isIn = "in"
    case contains
    case coalesce = "??"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
}

/// One piece of an interpolated string.
public enum StringPart: Sendable {
    /// Text, unescaped.
    case text(String)
    /// `$name`
    case variable(Identifier)
    /// `${any value}`
    case value(Pipeline)
}

/// One step of a path.
public struct Selector: Sendable {
    /// What it is.
    public indirect enum Kind: Sendable {
        /// `.key` or `.["odd key"]` with a constant.
        case key(String)
        /// `[expr]`: an index, or a key when it is a string.
        case subscriptExpression(Expression)
        /// `[from:to]`
        case slice(from: Expression?, to: Expression?)
        /// `[*]`
        case all
    }

    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var span: Span

    /// Makes a step.
    public init(_ kind: Kind, span: Span) {
        self.kind = kind
        self.span = span
    }
}

/// A record written out: keys and the expressions of their values.
public struct RecordLiteral: Sendable {
    /// One field.
    public struct Field: Sendable {
        /// The key: a name or a string, which may interpolate.
        public var key: Expression
        /// The value.
        public var value: Expression

        /// Makes a field.
        public init(key: Expression, value: Expression) {
            self.key = key
            self.value = value
        }
    }

    /// The fields, in order.
    public var fields: [Field]

    /// Makes a literal.
    public init(fields: [Field]) {
        self.fields = fields
    }
}
