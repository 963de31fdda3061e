import SpotAPI
import SpotDiagnostics
import SpotInterpreter
import SpotValue

extension SpotCommands {
    static var undo: [SpotifyCommand] { [undoChange, undoList, redo] }

    private static var undoChange: SpotifyCommand {
        SpotifyCommand(
            "undo", "Takes back your last change, or an older one", .session, [],
            [Parameter("number", .positional, .int, "Which: 1 is the last; `undo list` numbers them", default: 1)],
            changes: true, examples: [.run("liked | first 1 | library remove; undo", "as it was")]
        ) { call in
            let number = call.int("number") ?? 1
            let writes = try call.services.writes(at: call.invocation.place)
            let candidate = try call.wait { try await writes.candidate(number) }
            if !candidate.isOwn { try confirm(candidate.entry, call) }
            let entry = try call.wait { try await writes.undo(candidate.entry) }
            let isRedated = entry.changes.contains { if case .unsaved = $0 { true } else { false } }
            call.services.note("taken back: \(entry.summary)\(isRedated ? " (saved anew: it stands on top)" : "")")
            return .none
        }
    }

    /// What another session or a script did is taken back only when that is meant.
    private static func confirm(_ entry: Journal.Entry, _ call: Call) throws {
        let moment = timestamp(entry.at)
        guard try call.services.confirms("\(entry.summary) (\(moment), not in this session): take it back? [y/N] ")
        else {
            throw Diagnostic(
                .user, code: "undo_declined", "nothing was taken back", at: call.invocation.place,
                hint: "`undo list` shows all changes")
        }
    }

    private static var undoList: SpotifyCommand {
        SpotifyCommand(
            "undo list", "Lists your changes, newest first", .session, yields: .many, [.limit],
            examples: [.run("undo list --limit 5", "the last five")]
        ) { call in
            let entries = try call.services.changes(limit: try call.wanted() ?? 100, at: call.invocation.place)
            var number = 0
            return .many(
                ValueStream(
                    entries.map { entry in
                        if entry.state != .undone { number += 1 }
                        var row = Record([("number", entry.state == .undone ? .null : .int(number))])
                        row["at"] = .string(Self.timestamp(entry.at))
                        row["change"] = .string(entry.summary)
                        row["state"] = .string(entry.state.rawValue)
                        row["undoable"] = .bool(
                            entry.state != .undone && entry.changes.allSatisfy(\.isUndoable))
                        return .record(row)
                    }))
        }
    }

    private static var redo: SpotifyCommand {
        SpotifyCommand(
            "redo", "Does again what was taken back last", .session, changes: true,
            examples: [.run("liked | first 1 | library remove; undo; redo", "removed after all")]
        ) { call in
            let writes = try call.services.writes(at: call.invocation.place)
            let entry = try call.wait { try await writes.redo() }
            call.services.note("done again: \(entry.summary)")
            return .none
        }
    }

    /// Milliseconds since 1970 in ISO 8601, as Spotify writes moments.
    static func timestamp(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Civil date from days since 1970 (Hinnant's algorithm): eras of 400 years that begin on 1 March.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
