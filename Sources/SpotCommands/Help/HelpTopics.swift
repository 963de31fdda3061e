/// The short forms of the language's reference, for `help language`, `help where` and the like.
public enum HelpTopics {
    /// The topics, in the order that someone new would read them.
    public static let names = topics.map(\.name)

    /// Whether the session's own names are asked for.
    static func isMine(_ name: String) -> Bool {
        topics.contains { $0.name == "mine" && ($0.name == name || $0.others.contains(name)) }
    }

    /// The text of a topic.
    public static func text(_ name: String) -> String? {
        let asked = others[name] ?? name
        if let topic = topics.first(where: { $0.name == asked || $0.others.contains(asked) }) {
            return topic.text + "\n"
        }
        return LanguageWord.all.first { $0.name == asked }?.text
    }

    /// Words that another word explains.
    private static let others = ["else": "if", "in": "operators", "by": "minus", "asc": "sort", "desc": "sort"]

    private struct Topic: Sendable {
        var name: String
        var others: [String] = []
        var text: String
    }

    /// The variables, from the list that the manual page has.
    private static var environment: String {
        let entries = ProgramGuide.variables.map { names, meaning in
            // A name with its whole meaning below the others, where several share it.
            names.count < 22
                ? names + String(repeating: " ", count: 24 - names.count) + meaning
                : names.replacing(", ", with: "\n") + "\n" + String(repeating: " ", count: 24) + meaning
        }
        return entries.joined(separator: "\n")
            + "\n\nAn option of the command line wins over a variable, a variable over the profile. auth status says where"
            + " each\nvalue came from; secrets are never shown, and other programs do not get them.\n"
            + "Files: settings, aliases, pins, profiles and rc.spot are in ~/.config/spotsh, or in $SPOTSH_HOME/config."
    }

    private static let topics: [Topic] = [
        Topic(
            name: "language", others: ["syntax", "grammar"],
            text: """
                A line is a command (it begins with a word) or an expression (it begins with $ . " ' [ { ( a digit or -).
                Values go from left to right through |. What nothing consumes is shown.

                  let x = (liked | first 10)      a variable; ( ) puts a pipeline where a value is wanted
                  set x = ($x | reverse)          changes it
                  if $x[0].explicit { print yes } else { print no }
                  for t in $x { print $t.name }
                  while $n < 3 { set n = $n + 1 }
                  def loud [t: record] { $t.name | upper }
                  try { player now } catch not_found { print "silence" }

                # begins a comment. A bracket, brace or pipe left open goes on in the next line; a text ends on its own.
                help literals, paths, strings, operators, pipes, rows, statements, programs, errors, scripts
                """),
        Topic(
            name: "paths", others: ["path", "fields"],
            text: """
                .name         the field of the current item, inside where map with sort uniq group and each
                $x.album.name a field of a variable's value
                .artists[0]   the first; [-1] the last; [1:3] the second and third; [*] each of them
                .["odd key"]  a key that is no name
                .label?       null where there is no such field (missing is an error otherwise)
                .label? ?? "" something else instead of null
                """),
        Topic(
            name: "strings", others: ["quotes"],
            text: """
                'raw text'            as it is; a quote inside is written twice
                "hello $name"         $name is filled in
                "${$t.name | upper}"  so is any pipeline between ${ and }
                "\\$5 \\n \\u00e9"        JSON's escapes, and \\$
                $t[0:3]  $t[-1]       the first three characters; the last one
                $a + $b               joins them
                (.name | starts-with "A")   commands on text: upper lower trim split replace match similarity …

                As an argument of a command a bare word is text already: search tracks night
                """),
        Topic(
            name: "operators", others: ["expressions"],
            text: """
                from the loosest to the tightest, each with a space on both sides:
                  or   and   not
                  == != < <= > >= =~ !~ in contains
                  ??                    the right side where the left is null
                  + -                   numbers; + also joins texts and lists
                  * / %
                =~ matches a regular expression: where .name =~ "(?i)remix"
                Durations are numbers of milliseconds: where .duration_ms > 8m
                """),
        Topic(
            name: "rows",
            text: LanguageWord.lines(LanguageWord.rows) + """


                In them `.` is the item and .name its field. help where (and the like) shows one with an example.

                  liked | group .artists[0].name | sort .count desc | first 3
                """),
        Topic(
            name: "statements", others: ["statement"],
            text: LanguageWord.lines(LanguageWord.statements) + """


                help for (and the like) shows one with an example.
                """),
        Topic(
            name: "literals", others: ["value", "types", "durations", "dates", "numbers"],
            text: """
                true false null   12 -3.5   "text" 'raw'   [1 2 3]   {name: "Blue", year: 1971}     JSON is valid as it is
                90s 5m 1h30m      durations are numbers of milliseconds; `duration` spells them out
                "1971-06-22"      dates are text that sorts: where .album.release_date < "1990"

                Whole numbers have 64 bits and report overflow; 7 / 2 is 3.5, 6 / 2 is 3. == compares deeply.
                Nothing is converted silently: (… | number), (… | string) do.
                """),
        Topic(
            name: "pipes", others: ["pipelines", "pipeline", "cardinality", "laziness"],
            text: """
                a | b | c      values go from left to right; what nothing consumes is shown
                (a | b)        its value as an argument or operand; of many values a list
                $x | command   what is piped in is the parameter that help marks "or piped in"

                A command yields one value, many or none: `help COMMAND` says which. Many arrive lazily:
                liked | where .explicit | first 3 stops fetching when it has three.
                """),
        Topic(
            name: "programs", others: ["!", "external"],
            text: """
                !name ARGUMENT …    runs another program: found on PATH, no shell in between
                a | !jq .name       what is piped in arrives as JSON lines; .name is the program's own where there is no
                                    current item, and (.name) is always the item's field
                a | to lines | !sort   one text arrives as it is: texts without quotes
                !date | first       what it prints comes back as lines of text; `from json` reads them
                !vim notes.txt      at the prompt the last program of a statement has the terminal

                A status that is not 0 is an error of kind external. Secrets are not in its environment.
                """),
        Topic(
            name: "errors", others: ["error", "catch", "finally"],
            text: """
                The first error stops a script. try { … } catch KIND, KIND as e { … } finally { … } goes on.
                $e has kind, message, hint, status, reason, endpoint, retry_after (in milliseconds), file, line, column.
                (playlist find "Mix")? is null where there is none.
                fail "text" raises one.

                kinds and exit codes
                  1  user type missing_field not_found io external, usage while running
                  2  usage and syntax before anything ran
                  3  auth scope             4  forbidden no_device refused
                  5  server                 6  rate_limited
                  7  network                130  interrupted
                """),
        Topic(
            name: "scripts", others: ["script"],
            text: """
                # What the script is for: this comment is its help.
                param target: playlist            # resolved before the first line runs
                param --limit: int = 20           # an option with a default; without a type it is a flag

                playlist tracks $target | first $limit | map .name | print

                Types of parameters:
                  string int number bool duration date path list record json any
                  track album artist playlist show episode audiobook chapter item user device market scope
                  day|week|month    one of these words

                spotsh script.spot --help         shows the parameters
                spotsh script.spot … --yes        --yes and --dry-run are spotsh's own, behind the script as well
                spotsh --check script.spot        finds every mistake without a request, and lists the scopes
                """),
        Topic(
            name: "sql", others: ["psql", "SQL"],
            text: """
                select a, b              … | columns a b              select a.b as c     … | map {c: .a.b}
                where a like '%x%'       … | where .a =~ "x"          is not null         .a? != null
                a in ('x', 'y')          .a in ["x" "y"]              between 1 and 5     .a >= 1 and .a <= 5
                order by a desc, b       … | sort .a desc, .b         limit 5 offset 10   … | skip 10 | first 5
                group by a having …      … | group .a | where .count > 1
                select a, avg(b) …       … | group .a | map {a: .key, mean: (.items | avg .b)}
                count(*), sum(a)         … | count, … | sum .a        distinct a          … | uniq .a
                case when … end          … | each { if .a > 1 { "x" } else { "y" } }
                union, except            … | union LIST, … | minus LIST by .key
                join                     … | each { |a| $other | where .key == $a.key }
                begin … commit           plan { … }                   rollback            undo
                insert, delete, update   playlist add, playlist remove, playlist edit
                \\d, \\x, \\i, \\o, \\q …   are answered with what to type here
                """),
        Topic(
            name: "python", others: ["spotipy scripts", "py"],
            text: """
                sp.search(q="x", limit=5)      spotipy search --q "x" --limit 5; help spotipy lists the methods
                x = sp.me()                    let x = (spotipy me)
                x["name"], x.get("name")       $x.name, $x.name?
                f"hi {name}"                   "hi $name", "hi ${$x.name}"
                len(x), sorted(x), str(x)      $x | count, $x | sort, $x | string
                for t in x:                    for t in $x { … }
                for i in range(3):             let i = 0; while $i < 3 { …; set i = $i + 1 }
                [t["name"] for t in x if c]    $x | where .c | map .name
                x += 1, x.append(1)            set x = $x + 1, set x = $x + [1]
                if a and not b: elif: else:    if $a and not $b { … } else if … { … } else { … }
                None, True, False, ==, in      null, true, false, ==, in
                try: … except SpotifyException as e:   try { … } catch not_found as e { print $e.message }
                SpotifyOAuth(scope="…")        auth login --scope …, once; nothing is made or imported
                json.dumps(x), open(…).write   $x | to json, $x | save x.json
                """),
        Topic(
            name: "references", others: ["reference", "ids"],
            text: """
                Where a command wants a track, album, artist, playlist … it takes, unquoted:
                  an id             11dFghVXANMlKmJXsNCbNl
                  a URI             spotify:track:11dFghVXANMlKmJXsNCbNl
                  a URL             https://open.spotify.com/intl-de/track/11dFghVXANMlKmJXsNCbNl?si=a
                  a record          (search tracks night | first)
                  a pin             @road (see: help pin)
                  a name of yours   "Road Trip": of your playlists, devices and followed artists
                  at the prompt     %3: row 3 of the last table; %1,4-6: several
                """),
        Topic(
            name: "options", others: ["common options", "output"],
            text: """
                Commands that ask Spotify something take these; before FILE, -c or COMMAND they hold for all.

                --output FORMAT      how the result is shown: table json ndjson csv tsv markdown
                --no-cache           neither read nor write cached answers
                --timeout DURATION   give up on a request after this long: 60s
                --wait DURATION      wait at most this long for a rate limit to end: 30s

                liked --output csv, or config output csv for good; … | save liked.csv writes a file.
                Records inside records are JSON in a cell of csv, tsv and markdown; map chooses what is wanted:
                  map {name: .name, artists: (.artists[*].name | join ", "), album: .album.name}
                … behind a table's titles: columns were left out; a wider window or `map` shows them.
                config pager off     does not page what is longer than the screen ($PAGER, else less)
                spotsh --help        lists the options of the program
                """),
        Topic(name: "environment", others: ["variables", "env vars"], text: environment),
        Topic(
            name: "demo", others: ["demo serve", "--demo"],
            text: """
                spotsh --demo              a session on a service of its own: no account, no network, nothing real
                spotsh --demo=extended     as an old, large app sees Spotify; else as an ordinary client id does
                spotsh --demo liked        one command of it; -c and FILE.spot as well
                --demo-state FILE          keeps what is changed there from run to run
                --demo-state FOLDER/       keeps history, undo, settings and aliases as well

                spotsh demo serve --port 4700 --state demo.json
                  is the service by itself, for several sessions and other programs. In another terminal:

                  export SPOTSH_API_URL=http://127.0.0.1:4700/v1 SPOTSH_ACCOUNTS_URL=http://127.0.0.1:4700
                  export SPOTSH_CLIENT_ID=5d0a1f4b7c9e42e38b6d2f7a90c3e815 SPOTSH_PROFILE=demo-serve
                  spotsh auth login
                  spotsh liked --limit 3

                spotsh demo serve --help lists its options: latency, rate limits, faults, https.
                """),
        Topic(
            name: "editing", others: ["keyboard", "editor", "shortcuts", "vi", "bindkey"],
            text: """
                TAB             completes; again shows, then goes through the candidates; arrows choose, Esc closes
                up              the last line that begins like this one, else that holds it; Ctrl-R searches, Ctrl-G ends
                right, Ctrl-E   takes the grey suggestion; Alt-right a word of it
                Ctrl-W  Alt-D  Ctrl-U  Ctrl-K   cut; Ctrl-Y inserts what was cut, Alt-Y what was cut before
                Ctrl-_          takes back the last change
                Alt-.           the last word of the line before
                Alt-Enter       a line end; an open brace or pipe goes on by itself
                Ctrl-X Ctrl-E   edits the line in $EDITOR, else vi or nano; Alt-E and Alt-V too
                Ctrl-C          clears the line, or stops what runs;  Ctrl-L the screen;  Ctrl-D leaves
                ?               as the last word: help on what stands before it
                $_              is the last value shown; a line that begins with | goes on from it

                Other keys are bound in ~/.editrc (man editrc); `bind -v` there chooses vi's.
                """),
        Topic(
            name: "prompt", others: ["colours", "colors"],
            text: """
                config prompt '{green}{profile}{plain}{scopes}{block}{error}> '

                """ + PromptTemplate.help + """


                    {scopes}, {block} and {error} bring a space before them, where there is something to tell.
                    A line end ("\\n" in double quotes) makes a prompt of two lines.
                    config prompt --unset takes it back.
                    """),
        Topic(
            name: "startup", others: ["rc", "rc.spot", "files", "folders", "spotshrc"],
            text: """
                ~/.config/spotsh/rc.spot runs at the start of every session: a script of let, def, alias, config …
                With XDG_CONFIG_HOME it is in spotsh/ there, with SPOTSH_HOME in config/ there; doctor shows the folder.
                --no-rc leaves it out; scripts do not run it, nor --demo without a folder. A mistake in it is said, and the session begins.

                  def louder [by: int = 10] { player volume ((player state).device.volume_percent + $by) }
                  alias old 'liked | where .album.release_date < "1990"'
                """),
        Topic(
            name: "mine", others: ["aliases", "functions", "definitions"],
            text: "help mine lists the names of the session: variables, defs and aliases"),
    ]
}
