/// What a cover looks like: a sky that shades from one colour into another, and a figure before it.
struct CoverDesign: Sendable {
    private enum Figure: Int {
        case disc, rings, stripes, hills, tiles
    }

    private let top: [Int]
    private let bottom: [Int]
    private let front: [UInt8]
    private let figure: Figure
    private let center: (x: Int, y: Int)
    private let size: Int
    private let slope: Int

    /// The design that belongs to an identifier; always the same.
    init(_ id: String) {
        var random = SeededGenerator(seed: UInt64(Checksum.fnv1a(id.utf8), radix: 16) ?? 0)
        let hue = random.below(360)
        top = Self.rgb(hue: hue, light: 45 + random.below(35))
        bottom = Self.rgb(hue: (hue + 30 + random.below(60)) % 360, light: 20 + random.below(30))
        front = Self.rgb(hue: (hue + 150 + random.below(60)) % 360, light: 75 + random.below(25)).map { UInt8($0) }
        figure = Figure(rawValue: random.below(5)) ?? .disc
        center = (250 + random.below(500), 250 + random.below(500))
        size = 120 + random.below(180)
        slope = random.below(3) - 1
    }

    /// The colour of a point; both coordinates are 0 to 999.
    func color(x: Int, y: Int) -> [UInt8] {
        if isFront(x, y) { return front }
        return (0..<3).map { UInt8((top[$0] * (999 - y) + bottom[$0] * y) / 999) }
    }

    private func isFront(_ x: Int, _ y: Int) -> Bool {
        let distance = (x - center.x) * (x - center.x) + (y - center.y) * (y - center.y)
        switch figure {
        case .disc: return distance < size * size
        case .rings: return distance < 9 * size * size && distance / (size * size / 3) % 3 == 0
        case .stripes: return (x + slope * y + 2000) % size * 3 < size
        case .hills: return y > center.y + abs((x + size) % (2 * size) - size) / 2
        case .tiles: return (x / size + y / size) % 2 == 0 && x > 100 && x < 900 && y > 100 && y < 900
        }
    }

    /// A full colour of a hue (0 to 359), as bright as `light` percent.
    private static func rgb(hue: Int, light: Int) -> [Int] {
        [0, 240, 120].map { shift in
            let position = (hue + shift) % 360
            let distance = abs(position - 180)
            let strength = min(100, max(0, (distance - 60) * 100 / 60))
            // Never fully grey nor fully pure: such covers look like test pictures.
            return (40 + strength * 60 / 100) * light * 255 / 10_000
        }
    }
}
