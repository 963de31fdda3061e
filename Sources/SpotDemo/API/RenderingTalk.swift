import SpotValue

/// Podcasts and audiobooks.
extension Rendering {
    private func html(_ text: String) -> Value { .string("<p>\(text)</p>") }

    private func showBase(_ show: World.Show) -> Record {
        var fields = Record()
        if isExtended { fields["available_markets"] = codes(Markets.all) }
        fields["copyrights"] = []
        fields["description"] = .string(show.description)
        fields["html_description"] = html(show.description)
        fields["explicit"] = .bool(show.explicit)
        identity("show", show.id, &fields)
        fields["images"] = images(show.id)
        fields["is_externally_hosted"] = false
        fields["languages"] = .list([.string(show.language)])
        fields["media_type"] = "audio"
        fields["name"] = .string(show.name)
        if isExtended { fields["publisher"] = .string(show.publisher) }
        fields["total_episodes"] = .int(show.episodes.count)
        fields["type"] = "show"
        fields["uri"] = .string("spotify:show:\(show.id)")
        return fields
    }

    /// A podcast as episodes and lists name it.
    func simpleShow(_ index: Int) -> Value { .record(showBase(world.shows[index])) }

    /// A podcast in full, with the first page of its episodes.
    func show(_ index: Int, resumePoints: Bool) -> Value {
        let show = world.shows[index]
        var fields = showBase(show)
        let page = PageRequest(path: "/shows/\(show.id)/episodes", limit: 20, offset: 0, query: marketQuery)
        fields["episodes"] = page.render(root: root, total: show.episodes.count) { range in
            range.map { simpleEpisode(show.episodes.lowerBound + $0, resumePoints: resumePoints) }
        }
        return .record(fields)
    }

    private func episodeBase(_ index: Int, _ resumePoints: Bool) -> Record {
        let episode = world.episodes[index]
        let show = world.shows[episode.show]
        var fields = Record()
        if isExtended { fields["audio_preview_url"] = .null }
        fields["description"] = .string(episode.description)
        fields["html_description"] = html(episode.description)
        fields["duration_ms"] = .int(episode.duration)
        fields["explicit"] = .bool(episode.explicit)
        identity("episode", episode.id, &fields)
        fields["images"] = images(show.id)
        fields["is_externally_hosted"] = false
        fields["is_playable"] = true
        if isExtended { fields["language"] = .string(show.language) }
        fields["languages"] = .list([.string(show.language)])
        fields["name"] = .string(episode.name)
        fields["release_date"] = .string(episode.releaseDate)
        fields["release_date_precision"] = "day"
        if resumePoints {
            let heard = index % 4 == 0
            fields["resume_point"] = [
                "fully_played": .bool(heard), "resume_position_ms": .int(heard ? 0 : index % 3 * 90_000),
            ]
        }
        fields["type"] = "episode"
        fields["uri"] = .string("spotify:episode:\(episode.id)")
        return fields
    }

    /// An episode as its show lists it.
    func simpleEpisode(_ index: Int, resumePoints: Bool) -> Value { .record(episodeBase(index, resumePoints)) }

    /// An episode in full.
    func episode(_ index: Int, resumePoints: Bool = false) -> Value {
        var fields = episodeBase(index, resumePoints)
        fields["show"] = simpleShow(world.episodes[index].show)
        return .record(fields)
    }

    private func audiobookBase(_ book: World.Audiobook) -> Record {
        var fields = Record()
        fields["authors"] = .list([["name": .string(book.author)]])
        if isExtended { fields["available_markets"] = codes(Markets.audiobooks) }
        fields["copyrights"] = []
        fields["description"] = .string(book.description)
        fields["html_description"] = html(book.description)
        fields["edition"] = "Unabridged"
        fields["explicit"] = false
        identity("audiobook", book.id, &fields)
        fields["images"] = images(book.id)
        fields["languages"] = ["en"]
        fields["media_type"] = "audio"
        fields["name"] = .string(book.name)
        fields["narrators"] = .list([["name": .string(book.narrator)]])
        if isExtended { fields["publisher"] = .string(book.publisher) }
        fields["total_chapters"] = .int(book.chapters.count)
        fields["type"] = "audiobook"
        fields["uri"] = .string("spotify:audiobook:\(book.id)")
        return fields
    }

    /// An audiobook as chapters and lists name it.
    func simpleAudiobook(_ index: Int) -> Value { .record(audiobookBase(world.audiobooks[index])) }

    /// An audiobook in full, with the first page of its chapters.
    func audiobook(_ index: Int) -> Value {
        let book = world.audiobooks[index]
        var fields = audiobookBase(book)
        let page = PageRequest(path: "/audiobooks/\(book.id)/chapters", limit: 20, offset: 0, query: marketQuery)
        fields["chapters"] = page.render(root: root, total: book.chapters.count) { range in
            range.map { simpleChapter(book.chapters.lowerBound + $0) }
        }
        return .record(fields)
    }

    private func chapterBase(_ chapter: World.Chapter) -> Record {
        let text = "Chapter \(chapter.number + 1)"
        var fields = Record()
        if isExtended {
            fields["audio_preview_url"] = .null
            fields["available_markets"] = codes(Markets.audiobooks)
        }
        fields["chapter_number"] = .int(chapter.number)
        fields["description"] = .string(text)
        fields["html_description"] = html(text)
        fields["duration_ms"] = .int(chapter.duration)
        fields["explicit"] = false
        identity("chapter", chapter.id, &fields)
        fields["images"] = images(world.audiobooks[chapter.audiobook].id)
        fields["is_playable"] = true
        fields["languages"] = ["en"]
        fields["name"] = .string(chapter.name)
        fields["release_date"] = "2024-03-05"
        fields["release_date_precision"] = "day"
        // The document says `episode` here, and so does Spotify.
        fields["type"] = "episode"
        fields["uri"] = .string("spotify:chapter:\(chapter.id)")
        return fields
    }

    /// A chapter as its audiobook lists it.
    func simpleChapter(_ index: Int) -> Value { .record(chapterBase(world.chapters[index])) }

    /// A chapter in full.
    func chapter(_ index: Int) -> Value {
        let chapter = world.chapters[index]
        var fields = chapterBase(chapter)
        fields["audiobook"] = simpleAudiobook(chapter.audiobook)
        return .record(fields)
    }
}
