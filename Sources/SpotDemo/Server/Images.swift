/// Pictures for covers.
extension DemoState {
    func image(_ request: DemoRequest) -> Reply {
        guard request.segments.count == 3 else { return APIRefusal(404, "Service not found").reply }
        if request.segments[2].hasPrefix("cover-"), let cover = playlists[request.segments[1]]?.cover {
            return Reply(status: 200, body: .bytes(cover, type: "image/jpeg"), freshness: .catalogue)
        }
        let size = min(640, max(1, Int(request.segments[2]) ?? 64))
        return Reply(
            status: 200, body: .bytes(CoverImage.png(of: request.segments[1], size: size), type: "image/png"),
            freshness: .catalogue)
    }
}
