/// What names are made of: all invented; a likeness to something real is chance.
enum Words {
    static let adjectives = split(
        """
        Paper Copper Velvet Hollow Amber Quiet Crooked Northern Salt Glass Electric Winter Silver Tender Feral Marble \
        Saffron Drifting Borrowed Lantern Midnight Ivory Restless Magnetic Plaster Scarlet Distant Woven Cobalt Hidden \
        Tidal Mossy Gilded Wandering Static Ashen Bright Mirrored Slow Painted
        """)
    static let nouns = split(
        """
        Heron Harbour Parade Orchard Signal Meadow Engine Lantern Cathedral Sparrow Avenue Garden Compass Carousel Fjord \
        Machine Window Archive Foxes Balloon Tramway Weather Museum Kite Letters Kitchen Satellite Province Bicycle Tide \
        Mountain Telegraph Ballroom Ribbon Thunder Porcelain Atlas Juniper Ferry Balcony
        """)
    /// More than one of a noun; some are plural already.
    static func plural(_ noun: String) -> String {
        if noun.hasSuffix("ss") { return noun + "es" }
        if noun.hasSuffix("s") { return noun }
        return noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s"
    }

    static let places = split(
        """
        Vellmar Osterby Tarn Quillon Lindholt Marrow Sundral Brackwater Ardenne Kolvik Pellworm Harrowgate \
        Santovero Ilmarsund Dunmere Tessaly Orvale
        """)
    static let verbs = split(
        """
        Waiting Falling Dancing Counting Sleeping Burning Leaving Chasing Learning Folding Swimming Drawing Holding \
        Forgetting Turning
        """)
    static let firstNames = split(
        """
        Ilse Nilo Mirre Tavi Oskarin Lunet Bram Selka Jorin Adeva Pello Runa Castor Imre Noor Vesna Aurel Tindra Eskil Maren
        """)
    static let lastNames = split(
        """
        Varteks Holmqvar Dessany Okonwu Brandle Sorrelin Tamask Villarosa Ferrand Quist Ardelean Nakarin Thorsby Belmare \
        Oduvale Hazeltine
        """)
    static let genres = split(
        """
        dream-pop indie-folk synthwave chamber-jazz alt-country ambient deep-house garage-rock neo-soul post-punk \
        bossa-nova trip-hop krautrock city-pop dub
        """)
    static let labels = split("Northlight Tramline Half-Moon Cordillera Blue-Ferry Attic-Tapes Redbrick Osprey")
    static let subjects = split(
        """
        Maps Bread Lighthouses Sleep Trains Rivers Clocks Gardens Bridges Storms Radios Tea Islands Forgeries Bees
        """)

    private static func split(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }
}
