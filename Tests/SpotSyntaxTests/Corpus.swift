import SpotDiagnostics
import SpotSyntax

/// Programs that must parse, and random ones.
enum Corpus {
    /// The programs that the language was designed with.
    static let scripts: [(name: String, text: String)] = [
        (
            "archive-discover-weekly.spot",
            ##"""
            #!/usr/bin/env spotsh
            # Append this week's Discover Weekly to an archive. Cron it for Monday morning.
            param source: playlist = "Discover Weekly"
            param archive: string = "Discover Archive"

            let week  = (playlist tracks $source | where not .is_local)
            let dst   = (playlist find $archive)? ?? (playlist create $archive --description "Discover Weekly, oldest first")
            let old   = (playlist tracks $dst)
            let fresh = ($week | minus $old by .uri)
            if ($fresh | is-empty) {
              log "nothing new this week"
              exit 0
            }
            $fresh | playlist add $dst
            print "Archived ${$fresh | count} tracks; ${$dst.name} now has ${($old | count) + ($fresh | count)}"

            """##
        ),
        (
            "backup.spot",
            ##"""
            param dir: path = "spotify-backup"
            let root = "$dir/${date today}"
            let me = (me)

            liked          | save "$root/liked.json" --mkdir
            library albums | save "$root/albums.json"
            library shows  | save "$root/shows.json"
            me following   | map {id: .id, name: .name} | save "$root/artists.csv"

            for p in (me playlists | where .owner.id == $me.id) {
              playlist tracks $p
                | map {position: .position, uri: .uri, name: .name,
                       artists: (.artists[*].name | join "; "), album: .album.name, added_at: .added_at}
                | save "$root/playlists/${$p.name | slug}-${$p.id}.csv" --mkdir
              log "saved ${$p.name}"
            }
            print "Backup complete: $root"

            """##
        ),
        (
            "dedupe.spot",
            ##"""
            param target: playlist
            param --by: isrc|id|name = "isrc"    # what makes two tracks the same
            param --keep: oldest|newest = "oldest"

            def same-key [t: record how: string] {
              if $how == "id"   { return $t.id }
              if $how == "name" { return ("${$t.name}/${$t.artists[0].name}" | lower) }
              return ($t.external_ids?.isrc? ?? $t.id)
            }

            let tracks = (playlist tracks $target | where not .is_local | sort .added_at)
            if $keep == "newest" { set tracks = ($tracks | reverse) }
            let dupes = ($tracks | group (same-key . $by) | where .count > 1)
            for g in $dupes {
              print "keep ${$g.items[0].name}  added ${$g.items[0].added_at[0:10]}"
              $g.items | skip 1 | each { print "  drop  ${.album.name}  added ${.added_at[0:10]}" }
            }
            plan { $dupes | map .items[1:] | flatten | playlist remove $target --occurrence }

            """##
        ),
        (
            "import-csv.spot",
            ##"""
            # CSV with columns title,artist[,isrc] → playlist, with a review file for weak matches.
            param file: path
            param name: string
            param --accept: number = 0.85

            let found = []
            let weak = []
            for r in (open $file) {
              let q = "track:\"${$r.title}\" artist:\"${$r.artist}\""
              let hit = (search tracks $q --limit 5 | with {score: (similarity .name $r.title)} | sort .score desc | first)?
              if $hit != null and $hit.score >= $accept { set found = $found + [$hit] } else {
                set weak = $weak + [{title: $r.title, artist: $r.artist, best: $hit?.name?, score: $hit?.score?}]
              }
            }
            let dst = (playlist find $name)? ?? (playlist create $name)
            plan { $found | uniq .uri | playlist add $dst }
            $weak | save "$file.review.csv"
            print "${$found | count} matched, ${$weak | count} to review in $file.review.csv"

            """##
        ),
        (
            "merge.spot",
            ##"""
            # Merge playlists without duplicates; keeps the target's existing order.
            param into: string
            param sources: playlist...
            param --shuffle

            let all = ($sources | each { |p| playlist tracks $p | with {from: $p.name} })
            let merged = ($all | where not .is_local | uniq .uri)
            if $shuffle { set merged = ($merged | shuffle) }

            let dst  = (playlist find $into)? ?? (playlist create $into)
            let have = (playlist tracks $dst)
            let add  = ($merged | minus $have by .uri)
            $add | group .from | map {playlist: .key, adding: .count} | show
            print "${$all | count} tracks read, ${$add | count} to add to ${$dst.name}"
            plan { $add | playlist add $dst }

            """##
        ),
        (
            "sync-liked.spot",
            ##"""
            # Mirror Liked Songs into a playlist that can be shared; newest on top; minimal writes.
            param name: string = "Liked (public)"
            param --max: int = 9000

            let want = (liked | take $max)
            let dst  = (playlist find $name)? ?? (playlist create $name --public)
            let have = (playlist tracks $dst)
            let gone = ($have | minus $want by .uri)
            let new  = ($want | minus $have by .uri)
            if ($gone | is-empty) and ($new | is-empty) {
              log "already in sync"
              exit 0
            }
            $gone | playlist remove $dst
            $new  | playlist add $dst --position 0
            print "+${$new | count} -${$gone | count} → ${$dst.name}"

            """##
        ),
        (
            "top-artists.spot",
            ##"""
            # Markdown report of my top artists over three periods, with movement.
            param out: path = "top-artists.md"
            param --n: int = 20

            let periods = [{key: "short_term", label: "4 weeks"} {key: "medium_term", label: "6 months"} {key: "long_term", label: "1 year"}]
            let rows = ($periods | each { |p|
              top artists --range $p.key --limit $n
                | enumerate
                | map {period: $p.label, rank: .index + 1, id: .item.id, artist: .item.name}
            })
            let year = ($rows | where .period == "1 year")
            $rows | where .period == "4 weeks"
              | each { |r|
                  let was = ($year | where .id == $r.id | first)?
                  {rank: $r.rank, artist: $r.artist, year_rank: $was?.rank? ?? "new"}
                }
              | save $out --format markdown
            print "Wrote $out"

            """##
        ),
        (
            "unavailable.spot",
            ##"""
            # Find tracks I can no longer play, in all my playlists; optionally quarantine them.
            param --quarantine: string = ""
            param --market: string = "US"

            let me = (me)
            let mine = (me playlists | where .owner.id == $me.id and .name != $quarantine)
            let dead = ($mine | each { |p|
              playlist tracks $p --market $market
                | where not .is_local and not (.is_playable? ?? true)
                | with {list_name: $p.name, list_id: $p.id}
            })
            $dead | map {playlist: .list_name, track: .name, artist: .artists[0].name} | show
            print "${$dead | count} unavailable in ${$mine | count} playlists"
            if $quarantine == "" or ($dead | is-empty) { exit 0 }
            let dst = (playlist find $quarantine)? ?? (playlist create $quarantine)
            plan {
              $dead | uniq .uri | playlist add $dst
              for g in ($dead | group .list_id) { $g.items | playlist remove $g.key }
            }

            """##
        ),
    ]

    /// Each form of the grammar at least once.
    static let forms: [String] = [
        "",
        "\n\n# only a comment\n",
        "let x = 1",
        "let x =\n  1 +\n  2 # three\n",
        "set x.a[0].b = $x.a[1:] ; print done",
        "if $x > 1 { print a } else if $x == 0 { print b } else { print c }",
        "if $x\n{\n  print a\n}\n",
        "for x in (liked | first 3) { print $x.name }",
        "while not $done and $n < 10 { set n = $n + 1; if $n == 5 { break } ; continue }",
        "try { fail \"no\" } catch rate_limited, network as e { log $e.message } catch { } finally { print end }",
        "def f [a: int = 1, b: string|int c] { return $a }\nf 2 --  --not-an-option\n",
        "fail {kind: \"user\", message: 'it''s'}; exit 3",
        "source lib/a.spot\nsource 'b c.spot'",
        "as \"kid\" { me }",
        "plan { $x | playlist add $y }",
        "watch --every 5s --times 3 { player now }",
        "liked | where .artists[*].name contains \"Björk\" | map {a: .name, \"b c\": .[0]?, d: -1}",
        "liked | sort .a desc, .b asc, .c | uniq .uri | group .d",
        "$a | minus $b by .uri | intersect $c | union ($d | uniq)",
        "liked | each --jobs 4 { |t|\n  # inside\n  print $t\n}",
        "liked\n  | where .x\n\n  # between\n  | first 3\n",
        "print --a --b=c --d=$e --f=\"g h\" -- --i -1 ./x ../y .5 .name . .[0]",
        "play https://open.spotify.com/track/1?si=a&b=c#d",
        "print artist:Björk ~/x.csv a=b,c:d @gym %3 * ? &",
        "let r = {\"a\": [1, true, null, {\"b\": 1.5e3}]}",
        "let r = {a: 1 b: [1 -1 2 - 1]\n c: .x}",
        "print \"a ${\"b ${\"c ${$d + \"e\"}\"}\"} \\u00e9\\ud83c\\udfb5 \\$x $name.csv\"",
        "print 'raw $x ${y} \\n' \"\"  ''",
        "let d = [90s 5m 1h30m 7d 250ms 1w]",
        "let x = ($a ?? 0) * -2 % 3 / 4",
        "let x = (playlist find \"x\")? ?? null",
        "$x.a?.b?[0]?.[\"odd key\"][*][1:2][:2][1:][-1]",
        "let m = $t =~ \"a+\" or $t !~ 'b' and not $t in [1 2]",
        "!jq -r --arg=x .a $y 'z' | lines",
        "let x = @gym; print (@gym.name)",
        "return; return 5; return liked | first",
        "param a: playlist...\nparam --b: x|y|z = \"x\" # help of b\nparam --c\nprint $a",
        "-1 + 2; true; null; not $x; [1]; {a: 1}; \"t\" | upper; 3m",
        "print a;;; print b",
        "let x = -9223372036854775808",
    ]

    static var all: [String] { scripts.map(\.text) + forms }

    static func parse(_ text: String, mode: ParseMode = .file) -> ParseResult {
        Parser.parse(SourceText(name: "t", text: text), mode: mode)
    }
}

/// A small seeded generator: the same programs in every run.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    // SplitMix64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
