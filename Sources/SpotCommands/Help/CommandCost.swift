import SpotAPI
import SpotInterpreter

/// What a command costs, in requests to Spotify: from the catalogue's limits.
enum CommandCost {
    /// A few words; nil for a command that asks Spotify nothing.
    static func text(_ row: CommandDescription) -> String? {
        guard let operation = row.operation.flatMap({ Catalogue.operation($0) }) else { return nil }
        if row.changes { return change(row, operation) }
        switch operation.paging {
        case .none: break
        case .search: return "1 request for each \(operation.pageLimit ?? 10) items"
        case .offset, .cursor:
            if row.yields == .many {
                return "1 request for each \(operation.pageLimit ?? 50) items"
                    + (row.parameters.contains { $0.name == "limit" } ? "; --limit asks for no more than it needs" : "")
            }
        }
        let isEach = row.yieldsWhen.contains { if case .pipedMany(.many) = $0 { true } else { false } }
        return isEach ? "1 request; for a list piped in 1 for each item, several at a time" : "1 request"
    }

    private static func change(_ row: CommandDescription, _ operation: Operation) -> String {
        guard let limit = operation.batchLimit, row.inputParameter?.isRepeated == true else {
            return row.inputParameter?.isRepeated == true ? "1 request for each item" : "1 request"
        }
        return "1 request for each \(limit) items, and 1 or more to read what is there, so that it can be undone"
    }
}
