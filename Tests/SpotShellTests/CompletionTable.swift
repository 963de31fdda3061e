import Testing

/// What TAB offers where, as a table: the text with the cursor at `⌶`, and the candidates as they show.
enum CompletionTable {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        /// What shows, in order.
        var shown: [String]
        /// The text once a lone candidate was taken; a name in braces stands for its id.
        var line: String?

        var testDescription: String { text }

        init(_ text: String, _ shown: [String], line: String? = nil) {
            self.text = text
            self.shown = shown
            self.line = line
        }
    }

    /// Commands, options, words: nothing has to be known of an account.
    static let language: [Case] = [
        // Commands and their verbs.
        Case("playl⌶", ["playlist"], line: "playlist "),
        Case("playlist cr⌶", ["create"], line: "playlist create "),
        Case("playlist tr⌶", ["tracks"], line: "playlist tracks "),
        Case("auth gr⌶", ["grant"], line: "auth grant "),
        Case("print a; lik⌶", ["liked"], line: "print a; liked "),
        Case("let x = (lik⌶", ["liked"], line: "let x = (liked "),
        Case("let x = lik⌶", ["liked"], line: "let x = liked "),
        Case("print \"a ${lik⌶", ["liked"], line: "print \"a ${liked "),
        Case("if true { lik⌶", ["liked"], line: "if true { liked "),
        Case("liked | each { |t| slu⌶", ["slug"], line: "liked | each { |t| slug "),
        Case("try { lik⌶", ["liked"], line: "try { liked "),
        Case("wat⌶", ["watch"], line: "watch "),
        Case("sear⌶", ["search"], line: "search "),
        // Substring, then letters in order.
        Case("nload⌶", []),
        Case("laylis⌶", ["playlist"], line: "playlist "),
        Case("plylst⌶", ["playlist"], line: "playlist "),
        // Behind a pipe only what takes a value.
        Case("liked | whe⌶", ["where"], line: "liked | where "),
        Case("liked | gro⌶", ["group"], line: "liked | group "),
        Case("liked | sav⌶", ["save"], line: "liked | save "),
        Case("liked | device⌶", ["device"]),
        Case("liked | quit⌶", []),
        Case("liked |\n  coun⌶", ["count"], line: "liked |\n  count "),
        // Options and enumerations.
        Case("playlist create x --desc⌶", ["--description"], line: "playlist create x --description "),
        Case("playlist create x --description y --desc⌶", []),
        Case("top artists --ra⌶", ["--range"], line: "top artists --range "),
        Case("top artists --range ⌶", ["short_term", "medium_term", "long_term"]),
        Case("top artists --range=l⌶", ["long_term"], line: "top artists --range=long_term "),
        Case("top artists --range short_term --out⌶", ["--output"]),
        Case("liked --output nd⌶", ["ndjson"], line: "liked --output ndjson "),
        Case("player repeat t⌶", ["track"], line: "player repeat track "),
        Case("search al⌶", ["albums"], line: "search albums "),
        Case("[1] | save x --format mark⌶", ["markdown"]),
        // Scopes, one after another, and after a comma.
        Case(
            "auth login --scope user-library-re⌶", ["user-library-read"], line: "auth login --scope user-library-read "),
        Case("auth login --scope user-library-read user-library-⌶", ["user-library-modify"]),
        Case("auth login --scope user-top-read,ugc⌶", ["user-top-read,ugc-image-upload"]),
        Case("auth grant user-top⌶", ["user-top-read"], line: "auth grant user-top-read "),
        // Settings, markets.
        Case("config ma⌶", ["market"], line: "config market "),
        Case("config output tab⌶", ["table"], line: "config output table "),
        Case("config hints ⌶", ["true", "false"]),
        Case("config market SE⌶", ["SE"], line: "config market SE "),
        Case("liked --market G⌶", ["GA", "GB", "GD", "GE", "GH", "GM", "GN", "GQ", "GR", "GT", "GW", "GY"]),
        // Help completes commands, their verbs, topics and scopes.
        Case("help playlist cre⌶", ["create"], line: "help playlist create "),
        Case("help oper⌶", ["operators"], line: "help operators "),
        Case("help user-top⌶", ["user-top-read"]),
        Case("help spotipy current_user_top_a⌶", ["current_user_top_artists"]),
        // Statements.
        Case("try { liked } cat⌶", ["catch"], line: "try { liked } catch "),
        Case("try { liked } catch net⌶", ["network"], line: "try { liked } catch network "),
        Case("try { liked } catch network, rate⌶", ["rate_limited"]),
        Case("if true { } el⌶", ["else"], line: "if true { } else "),
        Case("param p: play⌶", ["playlist"]),
        Case("def f [a: epi⌶", ["episode"]),
        Case("liked | sort .name de⌶", ["desc"], line: "liked | sort .name desc "),
        Case("liked | minus $x b⌶", ["by"], line: "liked | minus $x by "),
        Case("liked | where .name con⌶", ["contains"]),
        Case("call get-track⌶", ["get-track"], line: "call get-track "),
        // spotipy's names, and Python's way to call them.
        Case(
            "current_user_saved_tracks_ad⌶", ["current_user_saved_tracks_add"], line: "current_user_saved_tracks_add "),
        Case(
            "sp.current_user_saved_tracks_ad⌶", ["current_user_saved_tracks_add"],
            line: "current_user_saved_tracks_add "),
        // The fields that can be chosen, and words that look like JSON's.
        Case("liked | columns durat⌶", ["duration_ms"], line: "liked | columns duration_ms "),
        Case("liked | columns duration_ms durat⌶", []),
        Case("config pager tr⌶", ["true"], line: "config pager true "),
        // Fields of what a pipeline yields, before anything was shown.
        Case("liked | where .alb⌶", ["album"], line: "liked | where .album"),
        Case("liked | where .album.release_date_⌶", ["release_date_precision"]),
        Case("liked | where alb⌶", [".album"], line: "liked | where .album "),
        Case("liked | sort .dur⌶", ["duration_ms"]),
        Case("liked | first 3 | map .artists[*].na⌶", ["name"]),
        Case("liked | sum .dur⌶", ["duration_ms"]),
        Case("let x = (me playlists | where .own⌶", ["owner"]),
        Case("print \"${liked | map .artists[0].ur⌶", ["uri"]),
        Case("liked | map {by: .artists[0].name, at: .added_at} | where .⌶", ["by", "at"]),
        Case("liked | with {year: .album.release_date} | where .ye⌶", ["year"]),
        Case("liked | group .artists[0].name | sort .co⌶", ["count"]),
        Case("liked | group .artists[0].name | where .items[0].alb⌶", ["album"]),
        Case("liked | enumerate | where .item.dur⌶", ["duration_ms"]),
        Case("liked | each { |t| print $t.alb⌶", ["album"]),
        Case("for t in (liked) { print $t.exp⌶", ["explicit"]),
        Case("let l = (me following); print $l[0].na⌶", ["name"]),
        Case("player now | map .dev⌶", ["device"]),
        // Nothing to offer is nothing.
        Case("let na⌶", []),
        Case("print a # lik⌶", []),
        Case("let x = \"te⌶", []),
    ]

    /// Names and values of a session: a variable, a def, an alias, pins and files.
    static let session: [Case] = [
        Case("print $alb⌶", ["album"], line: "print $album"),
        Case("print \"to $alb⌶", ["album"], line: "print \"to $album"),
        Case("print \"${$alb⌶", ["album"], line: "print \"${$album"),
        Case("set alb⌶", ["album"], line: "set album "),
        Case("print $album.rel⌶", ["release"], line: "print $album.release"),
        Case("print $album.release.⌶", ["year"], line: "print $album.release.year"),
        Case("print $album.tracks[0].ti⌶", ["title"], line: "print $album.tracks[0].title"),
        Case("$album.tracks | where .ti⌶", ["title"]),
        Case("if $album.lab⌶", ["label"]),
        Case("loud⌶", ["loudly"], line: "loudly "),
        Case("oldi⌶", ["oldies"], line: "oldies "),
        Case("explain loud⌶", ["loudly"], line: "explain loudly "),
        Case("explain oldi⌶", ["oldies"], line: "explain oldies "),
        Case("alias old⌶", ["oldies"], line: "alias oldies "),
        // Behind an alias stands what would stand behind its text.
        Case("oldies | whe⌶", ["where"], line: "oldies | where "),
        Case("oldies | where .expl⌶", ["explicit"], line: "oldies | where .explicit"),
        Case("best medium_term --lim⌶", ["--limit"], line: "best medium_term --limit "),
        Case("best long⌶", ["long_term"], line: "best long_term "),
        Case("make x --desc⌶", ["--description"], line: "make x --description "),
        Case("let t = @roa⌶", ["road"], line: "let t = @road "),
        Case("pin remove roa⌶", ["road"], line: "pin remove road "),
        Case("profile use ki⌶", ["kid"], line: "profile use kid "),
        Case("as ki⌶", ["kid"], line: "as kid "),
        Case("as \"ki⌶", ["kid"], line: "as \"kid\" "),
        Case("open rows⌶", ["rows one.csv"], line: "open 'rows one.csv' "),
        Case("open \"rows⌶", ["rows one.csv"], line: "open \"rows one.csv\" "),
        Case("open 'rows⌶", ["rows one.csv"], line: "open 'rows one.csv' "),
        Case("open fol⌶", ["folder/"], line: "open folder/"),
        Case("open folder/in⌶", ["inner.json"], line: "open folder/inner.json "),
        Case("source lib⌶", ["library.spot"], line: "source library.spot "),
        Case("open ~/rows⌶", ["rows one.csv"]),
        Case("!cat rows⌶", ["rows one.csv"]),
    ]

    /// Your things: names show, ids are inserted.
    ///
    /// The account is the demo user's.
    static let things: [Case] = [
        Case("playlist tracks Slow⌶", ["Slow Sundays"], line: "playlist tracks {Slow Sundays} "),
        Case("playlist tracks 'Slow⌶", ["Slow Sundays"], line: "playlist tracks '{Slow Sundays}' "),
        Case("playlist tracks \"Slow⌶", ["Slow Sundays"], line: "playlist tracks \"{Slow Sundays}\" "),
        Case("playlist tracks sunda⌶", ["Slow Sundays"], line: "playlist tracks {Slow Sundays} "),
        Case("playlist tracks kdisco⌶", ["Kitchen Disco 🪩"]),
        Case("playlist add Slow⌶", ["Slow Sundays"]),
        Case("print (playlist tracks Slow⌶", ["Slow Sundays"], line: "print (playlist tracks {Slow Sundays} "),
        Case("liked | playlist add Slow⌶", ["Slow Sundays"], line: "liked | playlist add {Slow Sundays} "),
        Case("playlist find Slow⌶", ["Slow Sundays"], line: "playlist find 'Slow Sundays' "),
        Case("device transfer Kit⌶", ["Kitchen Speaker"]),
        Case("player play --device Kit⌶", ["Kitchen Speaker"]),
        Case("config device Kit⌶", ["Kitchen Speaker"], line: "config device 'Kitchen Speaker' "),
        Case("artist albums Pello⌶", ["Pello Quist"]),
        Case("player play Slow⌶", ["Slow Sundays"], line: "player play spotify:playlist:{Slow Sundays} "),
        Case("play Slow⌶", ["Slow Sundays"], line: "play spotify:playlist:{Slow Sundays} "),
    ]
}
