import Hummingbird
import HummingbirdHTTP2
import HummingbirdTLS
import Logging
import ServiceLifecycle
public import SpotValue

/// A running demo service: Spotify's accounts server and Web API on one port of 127.0.0.1.
public final class DemoServer: Sendable {
    /// Where the Web API is; ends in `/v1`.
    public let apiURL: String
    /// Where the accounts server is (`/authorize`, `/api/token`); no slash at the end.
    public let accountsURL: String
    /// The CONNECT proxy, if there is one.
    public let proxyURL: String?
    /// The client identifier that it knows.
    public let clientID = DemoClient.identifier
    /// That client's secret.
    public let clientSecret = DemoClient.secret
    /// A redirect URI that it accepts; loopback ones with any port.
    public let redirectURI = DemoClient.redirectURI
    /// The user who signs in unless another is chosen.
    public let userID = DemoAccounts.mainUser

    let service: DemoService
    private let services: ServiceGroup
    private let serving: Task<Void, any Error>
    let proxy: ConnectProxy?

    private init(
        service: DemoService, services: ServiceGroup, serving: Task<Void, any Error>, proxy: ConnectProxy?, port: Int,
        secure: Bool
    ) {
        let root = "\(secure ? "https" : "http")://127.0.0.1:\(port)"
        self.service = service
        self.services = services
        self.serving = serving
        self.proxy = proxy
        accountsURL = root
        apiURL = root + "/v1"
        proxyURL = proxy.map { "http://127.0.0.1:\($0.port)" }
        service.setRoot(root)
    }

    /// Starts the service; it listens when this returns.
    public static func start(_ options: DemoOptions = DemoOptions()) async throws -> DemoServer {
        let service = try DemoService(options)
        let (ports, announce) = AsyncThrowingStream<Int, any Error>.makeStream()
        let silence = Logger(label: "spotsh.demo") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: DemoResponder(service: service),
            server: try options.tls.map { try .http2Upgrade(tlsConfiguration: TLSFiles.configuration($0)) } ?? .http1(),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: options.port), serverName: "spotsh-demo"),
            onServerRunning: { channel in
                announce.yield(channel.localAddress?.port ?? options.port)
                announce.finish()
            },
            logger: silence)
        var group = ServiceGroupConfiguration(services: [application], logger: silence)
        group.maximumGracefulShutdownDuration = .seconds(1)
        let services = ServiceGroup(configuration: group)
        let serving = Task {
            do {
                try await services.run()
                announce.finish()
            } catch {
                announce.finish(throwing: error)
                throw error
            }
        }
        let port: Int
        do {
            guard let announced = try await ports.first(where: { _ in true }) else { throw CancellationError() }
            port = announced
        } catch {
            serving.cancel()
            throw DemoError(.cannotListen, "cannot listen on 127.0.0.1:\(options.port)", hint: "--port 0")
        }
        let proxy = try await options.proxyPort.asyncMap { port throws(DemoError) in
            do {
                return try await ConnectProxy.start(port: port) { service.withState { $0.tunnels += 1 } }
            } catch {
                serving.cancel()
                throw DemoError(.cannotListen, "no proxy can listen on 127.0.0.1:\(port)", hint: "--proxy-port 0")
            }
        }
        return DemoServer(
            service: service, services: services, serving: serving, proxy: proxy, port: port,
            secure: options.tls != nil)
    }

    /// Ends the service; returns when its port is free.
    ///
    /// It takes no more connections before it ends those that it has: SwiftNIO ends the process where a connection
    /// that was taken is dropped before anybody has seen it.
    public func stop() async {
        await services.triggerGracefulShutdown()
        _ = await serving.result
        await proxy?.stop()
    }

    /// Returns when the service has ended.
    public func waitUntilStopped() async {
        _ = await serving.result
    }

    /// What `--ready-file` receives: `api_url`, `accounts_url`, `client_id`, `client_secret`, `redirect_uri`, `user_id`
    /// (and `proxy_url` where there is a proxy).
    public var readyObject: Value {
        var ready = Record()
        ready["api_url"] = .string(apiURL)
        ready["accounts_url"] = .string(accountsURL)
        ready["client_id"] = .string(clientID)
        ready["client_secret"] = .string(clientSecret)
        ready["redirect_uri"] = .string(redirectURI)
        ready["user_id"] = .string(userID)
        if let proxyURL { ready["proxy_url"] = .string(proxyURL) }
        return .record(ready)
    }
}

extension Optional {
    fileprivate func asyncMap<Result>(
        _ transform: (Wrapped) async throws(DemoError) -> Result
    ) async throws(DemoError) -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
