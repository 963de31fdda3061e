// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "spotsh",
    products: [
        .executable(name: "spotsh", targets: ["spotsh"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.29.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.36.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Bottom: system libraries, and what knows nothing of the rest.
        .systemLibrary(name: "CEditline", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "SpotDiagnostics"),
        .target(name: "SpotSystem"),
        .target(name: "SpotValue", dependencies: ["SpotDiagnostics"]),

        // The language.
        .target(name: "SpotSyntax", dependencies: ["SpotDiagnostics"]),
        .target(
            name: "SpotInterpreter",
            dependencies: [
                "SpotSyntax", "SpotValue", "SpotSystem", "CPCRE2", "SpotDiagnostics",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),

        // The Web API.
        .target(
            name: "SpotHTTP",
            dependencies: [
                "SpotValue", "SpotSystem", "SpotDiagnostics",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "SpotOAuth",
            dependencies: [
                "SpotHTTP", "SpotValue", "SpotSystem", "SpotDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .target(
            name: "SpotAPI",
            dependencies: [
                "SpotOAuth", "SpotHTTP", "SpotValue", "SpotDiagnostics",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "SpotCommands",
            dependencies: ["SpotInterpreter", "SpotAPI", "SpotOAuth", "SpotValue", "SpotDiagnostics"]),

        // The terminal, and the stand-in for Spotify.
        .target(name: "SpotEditor", dependencies: ["CEditline"]),
        .target(
            name: "SpotDemo",
            dependencies: [
                "SpotValue", "SpotDiagnostics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // The top.
        .target(
            name: "SpotShell",
            dependencies: [
                "SpotCommands", "SpotInterpreter", "SpotSyntax", "SpotAPI", "SpotOAuth", "SpotHTTP", "SpotEditor",
                "SpotDemo", "SpotValue", "SpotSystem", "SpotDiagnostics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        // Nothing loads the program: names that are exported would only make its start longer.
        .executableTarget(
            name: "spotsh", dependencies: ["SpotShell"],
            linkerSettings: [.unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(configuration: .release))]),

        // Tests.
        .target(
            name: "SpotTestSupport",
            dependencies: ["SpotHTTP", "SpotValue", "SpotSystem", "SpotDiagnostics"],
            path: "Tests/SpotTestSupport"),
        .testTarget(name: "SpotDiagnosticsTests", dependencies: ["SpotDiagnostics", "SpotTestSupport"]),
        .testTarget(name: "SpotSystemTests", dependencies: ["SpotSystem", "SpotTestSupport"]),
        .testTarget(name: "SpotValueTests", dependencies: ["SpotValue", "SpotDiagnostics", "SpotTestSupport"]),
        .testTarget(name: "SpotSyntaxTests", dependencies: ["SpotSyntax", "SpotDiagnostics", "SpotTestSupport"]),
        .testTarget(
            name: "SpotInterpreterTests",
            dependencies: [
                "SpotInterpreter", "SpotSyntax", "SpotValue", "SpotSystem", "SpotDiagnostics", "SpotTestSupport",
            ],
            exclude: ["Transcripts"]),
        .testTarget(
            name: "SpotHTTPTests", dependencies: ["SpotHTTP", "SpotSystem", "SpotDiagnostics", "SpotTestSupport"]),
        .testTarget(
            name: "SpotOAuthTests",
            dependencies: [
                "SpotOAuth", "SpotHTTP", "SpotValue", "SpotSystem", "SpotDiagnostics", "SpotDemo", "SpotTestSupport",
            ]),
        .testTarget(
            name: "SpotAPITests",
            dependencies: [
                "SpotAPI", "SpotOAuth", "SpotHTTP", "SpotValue", "SpotDiagnostics", "SpotDemo", "SpotTestSupport",
            ]),
        .testTarget(
            name: "SpotCommandsTests",
            dependencies: [
                "SpotCommands", "SpotInterpreter", "SpotSyntax", "SpotAPI", "SpotOAuth", "SpotHTTP", "SpotDemo",
                "SpotValue", "SpotDiagnostics", "SpotTestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .executableTarget(name: "EditorProbe", dependencies: ["SpotEditor"], path: "Tests/EditorProbe"),
        .testTarget(name: "SpotEditorTests", dependencies: ["SpotEditor", "EditorProbe", "SpotTestSupport"]),
        .testTarget(
            name: "SpotDemoTests",
            dependencies: [
                "SpotDemo", "SpotTestSupport", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        .testTarget(
            name: "SpotShellTests",
            dependencies: [
                "spotsh", "SpotShell", "SpotCommands", "SpotInterpreter", "SpotDemo", "SpotHTTP", "SpotValue",
                "SpotDiagnostics", "SpotTestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Transcripts"]),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}

// The optimiser's copy propagation of Swift 6.3.1 ends with an ownership error in functions that read optional JSON
// values and throw typed errors. The value and the interpreter, where speed matters, do not hit it.
let readers: Set = ["SpotHTTP", "SpotOAuth", "SpotAPI", "SpotCommands", "SpotDemo", "SpotShell"]
for target in package.targets where readers.contains(target.name) {
    target.swiftSettings?.append(
        .unsafeFlags(["-Xfrontend", "-enable-copy-propagation=false"], .when(configuration: .release)))
}
