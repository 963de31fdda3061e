/// A device that plays.
struct Device: Sendable {
    var id: String
    var name: String
    /// Its kind: `Computer`, `Smartphone`, `Speaker`, `TV`.
    var type: String
    var isRestricted = false
    var volume = 50
    var supportsVolume = true
}

/// A user's playback; it moves with the clock, which every function is given.
struct Player: Sendable {
    /// Something that plays.
    enum Item: Sendable, Hashable {
        case track(Int)
        case episode(Int)
    }

    /// `off`, `context`, `track`.
    enum Repeat: String, Sendable, CaseIterable {
        case off, context, track
    }

    /// What ended, for the history.
    struct Ended: Sendable {
        var item: Item
        var at: Int64
        var context: String?
    }

    var devices: [Device] = []
    /// The active device's identifier; nil: none.
    var activeDevice: String?
    /// The context's URI; nil: a list of tracks.
    var context: String?
    /// The context's items in playing order, and where in them we are.
    var sequence: [Item] = []
    var position = 0
    /// What was queued by hand: played before the sequence goes on.
    var queued: [Item] = []
    /// Plays now: an item of the sequence or of the queue.
    var current: Item?
    var isPlaying = false
    var isShuffled = false
    var repeats = Repeat.off
    /// The progress in milliseconds at `since`.
    var progress = 0
    var since: Int64 = 0

    /// The progress now.
    func progress(at time: Int64) -> Int {
        isPlaying ? progress + Int(max(0, time - since)) : progress
    }

    /// Lets the time pass: items end and the next begin; yields what ended.
    mutating func advance(to time: Int64, duration: (Item) -> Int) -> [Ended] {
        var ended: [Ended] = []
        while isPlaying, let item = current {
            let length = duration(item)
            guard progress(at: time) >= length else { break }
            let end = since + Int64(length - progress)
            ended.append(Ended(item: item, at: end, context: context))
            if repeats == .track {
                progress = 0
                since = end
            } else {
                step(at: end)
            }
            // A machine that slept for a week shall not replay it all.
            if ended.count > 500 { break }
        }
        return ended
    }

    /// Goes to the next item: the queue, then the sequence, then its beginning where the context repeats.
    mutating func step(at time: Int64) {
        progress = 0
        since = time
        if !queued.isEmpty {
            current = queued.removeFirst()
        } else if position + 1 < sequence.count {
            position += 1
            current = sequence[position]
        } else if repeats == .context, !sequence.isEmpty {
            position = 0
            current = sequence[0]
        } else {
            isPlaying = false
        }
    }

    /// Whether there is something after the current item.
    var hasNext: Bool { !queued.isEmpty || position + 1 < sequence.count || (repeats == .context && !sequence.isEmpty) }

    /// What comes: the queue, then the sequence; as many as Spotify shows.
    var upcoming: [Item] {
        let rest = position + 1 < sequence.count ? sequence[(position + 1)...] : []
        let again = repeats == .context ? sequence[...] : []
        return Array((queued + rest + again).prefix(20))
    }

    /// Fixes the progress and stops or goes on.
    mutating func setPlaying(_ playing: Bool, at time: Int64) {
        progress = progress(at: time)
        since = time
        isPlaying = playing
    }

    /// Moves to a point of the current item.
    mutating func seek(to milliseconds: Int, at time: Int64) {
        progress = milliseconds
        since = time
    }

    /// Plays a sequence from a place.
    mutating func play(_ items: [Item], from place: Int, context: String?, progress: Int, at time: Int64) {
        sequence = items
        position = place
        current = items.indices.contains(place) ? items[place] : nil
        self.context = context
        self.progress = progress
        since = time
        isPlaying = current != nil
    }
}
