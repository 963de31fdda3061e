/// Where a profile's tokens are kept between uses: what spotipy calls a cache handler.
public enum TokenCache: String, Sendable, CaseIterable {
    /// A file of ours in the state folder.
    case file
    /// Nowhere: a session's tokens go with it.
    case memory
    /// spotipy's own file, `.cache` or `.cache-USERNAME`, so that both programs share one sign-in.
    case spotipy
}
