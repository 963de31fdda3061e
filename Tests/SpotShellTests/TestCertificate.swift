/// A certificate for 127.0.0.1, `localhost` and `spotify.test` that signs itself, and its key.
///
/// Made once with `openssl req -x509 -newkey ec -nodes -days 36500`; it protects nothing.
enum TestCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBrTCCAVOgAwIBAgIUA1U2J8jkzBNPk3LNlXPs091PemEwCgYIKoZIzj0EAwIw
        FjEUMBIGA1UEAwwLc3BvdHNoIHRlc3QwIBcNMjYxMTI1MTAzNDExWhgPMjEyNjEx
        MDExMDM0MTFaMBYxFDASBgNVBAMMC3Nwb3RzaCB0ZXN0MFkwEwYHKoZIzj0CAQYI
        KoZIzj0DAQcDQgAEMGUdoQOuYFPmSbnY5soAEN2OR437f6Jyq9nx0tDAN2eBArPm
        uyQ3Wx2TfRZW2IgLCY19Hu7SqFNnUNHrLmBRrKN9MHswHQYDVR0OBBYEFIFFMEsV
        xzp6rmrJHMEiBY7JtSIuMB8GA1UdIwQYMBaAFIFFMEsVxzp6rmrJHMEiBY7JtSIu
        MA8GA1UdEwEB/wQFMAMBAf8wKAYDVR0RBCEwH4cEfwAAAYIJbG9jYWxob3N0ggxz
        cG90aWZ5LnRlc3QwCgYIKoZIzj0EAwIDSAAwRQIhAL26TufILuLw6j0TlR4WtOhp
        HNGDDs4ngrIQrNX/nA2iAiBA8J/6wItORJSTEs4KH/SaojsvTzlYy0jH1b8uBwWF
        Gg==
        -----END CERTIFICATE-----

        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSAzKYaJX8wqs/YcT
        Yk24qlRT8nDn7B8dfU3Uip/8uuihRANCAAQwZR2hA65gU+ZJudjmygAQ3Y5Hjft/
        onKr2fHS0MA3Z4ECs+a7JDdbHZN9FlbYiAsJjX0e7tKoU2dQ0esuYFGs
        -----END PRIVATE KEY-----

        """

    /// Writes both files for a test.
    static func write(in folder: TemporaryFolder) throws -> (certificate: String, key: String) {
        (try folder.write("cert.pem", certificate), try folder.write("key.pem", key))
    }
}
