import HTTPTypes
import Hummingbird
import NIOCore
import SpotValue

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a request brings besides itself: the connection, which a fault may cut.
struct DemoContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Between Hummingbird and the service: decodes, waits, breaks what shall break, encodes.
struct DemoResponder: HTTPResponder {
    let service: DemoService

    private struct ConnectionCut: Error {}
    private static let largestBody = 4 << 20

    func respond(to request: Request, context: DemoContext) async throws -> Response {
        let decoded = try await decode(request)
        if service.latency > .zero { try await Task.sleep(for: service.latency) }
        let fault = service.fault(for: decoded)
        switch fault {
        case .reset?:
            service.note(decoded, status: 0)
            return try await cut(context)
        case .status(let status, let retryAfter)?:
            service.note(decoded, status: status)
            return encode(Refusals.fault(status, retryAfter: retryAfter), for: decoded)
        case .slow(let delay)?:
            try await Task.sleep(for: delay)
        default: break
        }
        let reply = service.reply(to: decoded)
        switch fault {
        case .drop?: return try await cut(context)
        case .late(let delay)?:
            try await Task.sleep(for: delay)
            return encode(reply, for: decoded)
        case .truncate?: return truncated(reply, context)
        case .malformed?:
            return encode(
                Reply(status: reply.status, body: .text("{\"items\": [", type: "application/json")), for: decoded)
        default: return encode(reply, for: decoded)
        }
    }

    private func decode(_ request: Request) async throws -> DemoRequest {
        let body = try await request.body.collect(upTo: Self.largestBody)
        let path = request.uri.path
        return DemoRequest(
            method: request.method.rawValue,
            segments: path.split(separator: "/").map { FormEncoding.decode($0) },
            path: path,
            query: FormEncoding.pairs(request.uri.query ?? ""),
            authorization: request.headers[.authorization],
            ifNoneMatch: request.headers[.ifNoneMatch],
            contentType: request.headers[.contentType],
            body: Array(body.readableBytesView))
    }

    /// The body's bytes and their type.
    private func payload(_ body: Reply.Body) -> (bytes: [UInt8], type: String?) {
        switch body {
        case .none: ([], nil)
        case .json(let value): (JSON.bytes(value), "application/json; charset=utf-8")
        case .text(let text, let type): (Array(text.utf8), type)
        case .bytes(let content, let type): (content, type)
        }
    }

    private func encode(_ reply: Reply, for request: DemoRequest) -> Response {
        var headers = HTTPFields()
        for (name, value) in reply.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let (bytes, type) = payload(reply.body)
        headers[.contentType] = type
        guard let lifetime = reply.freshness.cacheControl else {
            return Response(
                status: .init(code: reply.status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        // RFC 9110 §8.8.3: the tag stands for these very bytes.
        let tag = "\"\(Checksum.fnv1a(bytes))\""
        headers[.eTag] = tag
        headers[.cacheControl] = lifetime
        headers[.vary] = "Authorization, Accept-Encoding"
        if request.method == "GET", request.ifNoneMatch.map({ $0 == "*" || $0.contains(tag) }) == true {
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return Response(
            status: .init(code: reply.status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// RST rather than FIN where the platform lets us: a linger time of zero.
    private func cut(_ context: DemoContext) async throws -> Response {
        if let provider = context.channel as? any SocketOptionProvider {
            try? await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try? await context.channel.close()
        throw ConnectionCut()
    }

    /// The whole answer's length, half of its bytes, and the end of the connection.
    private func truncated(_ reply: Reply, _ context: DemoContext) -> Response {
        let (bytes, type) = payload(reply.body)
        var headers = HTTPFields()
        headers[.contentType] = type
        let body = ResponseBody(contentLength: bytes.count) { writer in
            try await writer.write(ByteBuffer(bytes: bytes.prefix(bytes.count / 2)))
            try await context.channel.close()
            throw ConnectionCut()
        }
        return Response(status: .init(code: reply.status), headers: headers, body: body)
    }
}

extension Reply.Freshness {
    fileprivate var cacheControl: String? {
        switch self {
        case .unsaid: nil
        case .catalogue: "public, max-age=3600"
        case .personal: "private, max-age=0"
        }
    }
}

/// A checksum for entity tags.
enum Checksum {
    /// FNV-1a, 64 bits, in hexadecimal.
    static func fnv1a(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
