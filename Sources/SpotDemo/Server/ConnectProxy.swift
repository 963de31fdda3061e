import NIOCore
import NIOPosix

/// A CONNECT proxy (RFC 9110 §9.3.6) on 127.0.0.1; it leads to loopback only.
final class ConnectProxy: Sendable {
    typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Where it listens.
    let port: Int
    private let running: Task<Void, any Error>

    private init(port: Int, running: Task<Void, any Error>) {
        self.port = port
        self.running = running
    }

    /// Starts it on a port (0: a free one); `note` is told of every tunnel that is asked for.
    static func start(port: Int, note: @escaping @Sendable () -> Void) async throws -> ConnectProxy {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        let running = Task {
            try await withThrowingDiscardingTaskGroup { group in
                try await listener.executeThenClose { inbound in
                    for try await connection in inbound {
                        group.addTask {
                            note()
                            try? await serve(connection)
                        }
                    }
                }
            }
        }
        return ConnectProxy(port: listener.channel.localAddress?.port ?? port, running: running)
    }

    /// Ends it and all its tunnels.
    func stop() async {
        running.cancel()
        _ = await running.result
    }

    private static func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var reader = inbound.makeAsyncIterator()
            var head = ByteBuffer()
            while !head.readableBytesView.endsWithBlankLine {
                guard var more = try await reader.next(), head.readableBytes < 16_384 else { return }
                head.writeBuffer(&more)
            }
            let line = String(buffer: head).split(separator: "\r\n").first ?? ""
            guard let target = Target(line) else {
                try await outbound.write(ByteBuffer(string: "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"))
                return
            }
            let upstream = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: target.port) { channel in
                    channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
                }
            try await outbound.write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
            try await tunnel(from: reader, to: outbound, upstream: upstream)
        }
    }

    private static func tunnel(
        from reader: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, upstream: Connection
    ) async throws {
        try await upstream.executeThenClose { upstreamIn, upstreamOut in
            async let back: Void = {
                for try await buffer in upstreamIn { try await outbound.write(buffer) }
                outbound.finish()
            }()
            var reader = reader
            while let buffer = try await reader.next() { try await upstreamOut.write(buffer) }
            upstreamOut.finish()
            try await back
        }
    }

    /// Where a tunnel leads: names that are reserved for tests (RFC 6761 §6.2) are loopback too, because clients ask
    /// loopback addresses without a proxy.
    private struct Target {
        var port: Int

        // CONNECT host:port HTTP/1.1
        init?(_ line: Substring) {
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "CONNECT", let colon = words[1].lastIndex(of: ":") else { return nil }
            let host = words[1][..<colon]
            guard ["127.0.0.1", "localhost", "[::1]"].contains(host) || host.hasSuffix(".test") else { return nil }
            guard let port = Int(words[1][words[1].index(after: colon)...]) else { return nil }
            self.port = port
        }
    }
}

extension ByteBufferView {
    fileprivate var endsWithBlankLine: Bool { suffix(4).elementsEqual("\r\n\r\n".utf8) }
}
