import HummingbirdTLS
import NIOSSL

/// Reads the certificate and key of `--tls`.
enum TLSFiles {
    /// The server's TLS configuration.
    static func configuration(_ files: DemoOptions.TLSFiles) throws(DemoError) -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            return .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        } catch {
            throw DemoError(
                .badFile, "the certificate \(files.certificate) and key \(files.key) cannot be used: \(error)",
                hint: "--tls wants two PEM files")
        }
    }
}
