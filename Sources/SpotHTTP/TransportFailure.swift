import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// Turns what the network library throws into facts of ours.
enum TransportFailure {
    static func error(from error: any Error, _ request: HTTPRequest) -> HTTPError {
        if Task.isCancelled || error is CancellationError { return HTTPError(.cancelled, request, wasSent: true) }
        switch error {
        case let error as HTTPError: return error
        case let error as HTTPClientError: return fromClient(error, request)
        case let error as NIOConnectionError: return fromConnection(error, request)
        case let error as IOError: return fromSystem(error, request)
        case let error as ChannelError:
            if case .connectTimeout = error { return HTTPError(.connectTimeout, request) }
            return HTTPError(.connectionLost, request, wasSent: true)
        case let error as HTTPParserError:
            // The connection ended inside the answer.
            return HTTPError(error == .invalidEOFState ? .truncatedBody : .malformedAnswer, request, wasSent: true)
        case NIOHTTPDecompression.DecompressionError.limit: return HTTPError(.bodyTooLarge, request, wasSent: true)
        case is NIOHTTPDecompression.DecompressionError:
            return HTTPError(.undecodableBody, request, wasSent: true)
        case let error as NIOHTTPDecompression.ExtraDecompressionError:
            return HTTPError(error == .truncatedData ? .truncatedBody : .undecodableBody, request, wasSent: true)
        case is SocketAddressError: return HTTPError(.nameNotFound, request)
        case let error as NIOSSLError: return HTTPError(.tls, request, detail: reason("\(error)"))
        case let error as NIOSSLExtraError: return HTTPError(.tls, request, detail: reason(error.description))
        case is BoringSSLError: return HTTPError(.tls, request)
        default: return fromName(error, request)
        }
    }

    /// What went wrong with TLS in a few words; the library's own text names its source files.
    private static func reason(_ text: String) -> String {
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return "its certificate is not trusted" }
        if text.contains("WRONG_VERSION_NUMBER") { return "it does not speak TLS" }
        return text.split(separator: " at /").first.map(String.init) ?? "the handshake failed"
    }

    private static func fromClient(_ error: HTTPClientError, _ request: HTTPRequest) -> HTTPError {
        switch error {
        case .cancelled: HTTPError(.cancelled, request, wasSent: true)
        case .connectTimeout, .getConnectionFromPoolTimeout: HTTPError(.connectTimeout, request)
        case .readTimeout: HTTPError(.readTimeout, request, wasSent: true)
        case .deadlineExceeded: HTTPError(.deadline, request, wasSent: true)
        case .tlsHandshakeTimeout: HTTPError(.tls, request, detail: "no answer to the handshake")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout, .proxyAuthenticationRequired, .invalidProxyResponse:
            HTTPError(.proxy, request, detail: error.shortDescription)
        case .remoteConnectionClosed: HTTPError(.connectionLost, request, wasSent: true)
        case .invalidURL, .emptyHost, .emptyScheme: HTTPError(.invalidURL, request)
        default: HTTPError(.malformedAnswer, request, detail: error.shortDescription, wasSent: true)
        }
    }

    private static func fromConnection(_ error: NIOConnectionError, _ request: HTTPRequest) -> HTTPError {
        if let failure = error.connectionErrors.first?.error as? IOError { return fromSystem(failure, request) }
        if let failure = error.connectionErrors.first?.error as? ChannelError, case .connectTimeout = failure {
            return HTTPError(.connectTimeout, request)
        }
        if error.dnsAError != nil || error.dnsAAAAError != nil { return HTTPError(.nameNotFound, request) }
        return HTTPError(.connectFailed, request)
    }

    private static func fromSystem(_ error: IOError, _ request: HTTPRequest) -> HTTPError {
        switch error.errnoCode {
        case 111: HTTPError(.connectionRefused, request)  // ECONNREFUSED
        case 110: HTTPError(.connectTimeout, request)  // ETIMEDOUT
        case 104, 32: HTTPError(.connectionLost, request, wasSent: true)  // ECONNRESET, EPIPE
        default: HTTPError(.connectFailed, request, detail: "error \(error.errnoCode)")
        }
    }

    /// Errors of modules that are not ours to import, by their names.
    private static func fromName(_ error: any Error, _ request: HTTPRequest) -> HTTPError {
        let name = String(reflecting: type(of: error))
        if name.contains("HTTP2") { return HTTPError(.connectionLost, request, detail: "HTTP/2", wasSent: true) }
        return HTTPError(.connectFailed, request, detail: name, wasSent: true)
    }
}
