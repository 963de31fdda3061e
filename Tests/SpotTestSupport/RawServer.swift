import Glibc
import Synchronization

/// A server on a loopback port that answers each connection with the same bytes, right or wrong, and closes it.
public final class RawServer: Sendable {
    /// What follows the answer.
    public enum Ending: Sendable {
        /// The connection is closed.
        case close
        /// The connection stays open and silent, until the server goes.
        case silence
        /// A blank follows every tenth of a second, without end.
        case drip
        /// Blanks follow as fast as they are taken, without end.
        case flood
    }

    /// The base URL.
    public let url: String
    private let listener: Int32
    private let box: Box

    /// What was asked so far: the beginning of each connection's first request.
    public var requests: [String] { box.requests.withLock { $0 } }

    /// Begins to listen.
    public convenience init(_ answer: String, then ending: Ending = .close) {
        self.init(bytes: Array(answer.utf8), then: ending)
    }

    /// Begins to listen; the answer need be no text.
    public init(bytes answer: [UInt8], then ending: Ending = .close) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe bind(descriptor, $0, length)
                listen(descriptor, 16)
                _ = unsafe getsockname(descriptor, $0, &length)
            }
        }
        listener = descriptor
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        let thread = Box(descriptor: descriptor, answer: answer, ending: ending)
        box = thread
        var id = pthread_t()
        let retained = unsafe Unmanaged.passRetained(thread)
        _ = unsafe pthread_create(
            &id, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().serve()
                return nil
            }, unsafe retained.toOpaque())
        pthread_detach(id)
    }

    deinit {
        // Wakes the thread out of `accept`.
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private final class Box: Sendable {
        let descriptor: Int32
        let answer: [UInt8]
        let ending: Ending
        let requests = Mutex<[String]>([])

        init(descriptor: Int32, answer: [UInt8], ending: Ending) {
            self.descriptor = descriptor
            self.answer = answer
            self.ending = ending
        }

        func serve() {
            var silent: [Int32] = []
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0 { break }
                var buffer = [UInt8](repeating: 0, count: 65536)
                let count = unsafe read(connection, &buffer, 65536)
                let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
                requests.withLock { $0.append(text) }
                _ = unsafe send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
                switch ending {
                case .silence: silent.append(connection)
                case .drip: pour(connection, [0x20], pause: 100_000)
                case .flood: pour(connection, [UInt8](repeating: 0x20, count: 65536), pause: 0)
                case .close: close(connection)
                }
            }
            for connection in silent { close(connection) }
        }

        /// Sends the same again and again, until nobody listens any more.
        private func pour(_ connection: Int32, _ bytes: [UInt8], pause: UInt32) {
            while unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 { usleep(pause) }
            close(connection)
        }
    }
}
