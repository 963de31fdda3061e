import Foundation
import Testing

/// Completions of outer shells and the manual page, as those programs read them; each where it is installed.
@Suite("Outer shells and the manual")
struct ShellCompletionTests {
    private let binary: Binary

    init() throws {
        binary = try Binary()
        try binary.folder.write("tidy.spot", Self.script)
    }

    static func has(_ program: String) -> Bool {
        ["/usr/bin/", "/bin/", "/usr/local/bin/"].contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
    }

    /// What was typed, and candidates that must and must not be among the answers.
    static let cases: [(typed: [String], has: [String], hasNot: [String])] = [
        (["play"], ["player", "playlist"], ["liked", "playlist add"]),
        (["playlist", ""], ["add", "create", "tracks"], ["player"]),
        (["playlist", "a"], ["add"], ["create"]),
        (["playlist", "add", "X", "--po"], ["--position"], ["--skip-local"]),
        (["--output", "nd"], ["ndjson"], ["json"]),
        (["--demo", "--quiet", "top", "t"], ["tracks"], ["artists"]),
        (["top", "tracks", "--range", "s"], ["short_term"], ["long_term"]),
        (["--profile", "playlist", "li"], ["liked"], ["add"]),
        (["player", "repeat", "c"], ["context"], []),
        (["de"], ["device"], ["playlist"]),
        (["t"], ["top"], ["current_user_top_tracks"]),
        // A script's own parameters.
        (["tidy.spot", "--"], ["--level", "--dry", "--into"], ["--keep", "--output"]),
        (["tidy.spot", "--level", ""], ["isrc", "id"], ["--dry", "oldest"]),
        (["tidy.spot", "n"], ["newest"], ["oldest", "next"]),
        (["--demo", "tidy.spot", "newest", "--dry", "--l"], ["--level"], ["--dry"]),
    ]

    /// The script that the cases complete.
    static let script = """
        param keep: oldest|newest = "oldest"
        param --level: isrc|id = "id"  # how alike
        param --dry  # only look
        param --into: path = "done.csv"
        print $keep $level $dry $into
        """

    private func check(_ output: String, _ index: Int) {
        let found = Set(output.split(separator: "\n").map { String($0.split(separator: "\t")[0]) })
        let wanted = Self.cases[index]
        #expect(found.isSuperset(of: wanted.has), "\(wanted.typed): \(found.sorted())")
        #expect(found.isDisjoint(with: wanted.hasNot), "\(wanted.typed): \(found.sorted())")
    }

    @Test("bash", .enabled(if: has("bash")), arguments: cases.indices)
    func bash(index: Int) async throws {
        let words = Self.cases[index].typed
        let script = """
            spotsh commands --completion bash > completions && cat > run <<'END'
            . ./completions
            COMP_WORDS=(spotsh "$@"); COMP_CWORD=$#
            _spotsh && printf '%s\\n' "${COMPREPLY[@]}"
            END
            bash run \(words.map { "'\($0)'" }.joined(separator: " "))
            """
        let outcome = try await binary.shell(script)
        #expect(outcome.status == 0)
        #expect(outcome.log == "")
        check(outcome.output, index)
    }

    @Test("bash completes scripts and paths", .enabled(if: has("bash")))
    func bashFiles() async throws {
        let script = """
            touch one.spot two.txt && spotsh commands --completion bash > completions && cat > run <<'END'
            . ./completions
            COMP_WORDS=(spotsh "$@"); COMP_CWORD=$#
            _spotsh && printf '%s\\n' "${COMPREPLY[@]}"
            END
            bash run o; bash run save-session t
            """
        let outcome = try await binary.shell(script)
        #expect(outcome.output.split(separator: "\n").contains("one.spot"))
        #expect(outcome.output.split(separator: "\n").contains("two.txt"))
    }

    @Test("zsh", .enabled(if: has("zsh")), arguments: cases.indices)
    func zsh(index: Int) async throws {
        let words = Self.cases[index].typed
        // The walk over the words is the whole of it; what is drawn is zsh's.
        let script = """
            spotsh commands --completion zsh > _spotsh && cat > run <<'END'
            compdef() { :; }
            functions[compdef]=:
            . ./_spotsh
            typeset -a words_found options_found valued_found
            _spotsh_walk "${(@)argv[1,-2]}"
            print -l -- ${words_found%%:*} ${options_found%%:*} | grep -- "^${argv[-1]}"
            END
            zsh -f run \(words.map { "'\($0)'" }.joined(separator: " "))
            """
        let outcome = try await binary.shell(script)
        #expect(outcome.log == "")
        check(outcome.output, index)
    }

    @Test("fish", .enabled(if: has("fish")), arguments: cases.indices)
    func fish(index: Int) async throws {
        let line = (["spotsh"] + Self.cases[index].typed).joined(separator: " ")
        let script = """
            spotsh commands --completion fish > spotsh.fish
            fish --no-config -c 'source spotsh.fish; complete -C "\(line)"'
            """
        let outcome = try await binary.shell(script)
        #expect(outcome.log == "")
        check(outcome.output, index)
    }

    @Test("the manual page has every command and no mistake", .enabled(if: has("groff")))
    func manual() async throws {
        let outcome = try await binary.shell(
            "spotsh commands --man > page.1 && groff -man -ww -Tutf8 page.1 > page 2> log; cat log")
        #expect(outcome.output == "")
        let page = try binary.folder.read("page").replacing(#/\x1B\[[0-9;]*m|.\x08/#, with: "")
        for text in ["playlist add PLAYLIST", "--position INT", "current_user_top", "EXIT STATUS", "liked | where"] {
            #expect(page.contains(text) == (text != "current_user_top"), "\(text)")
        }
    }

    @Test("mandoc finds nothing to complain of", .enabled(if: has("mandoc")))
    func lint() async throws {
        let outcome = try await binary.shell("spotsh commands --man > page.1 && mandoc -T lint -W warning page.1")
        #expect(outcome.output == "")
    }
}
