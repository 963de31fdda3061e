import Foundation

/// The data that lies beside the repository and is no part of it.
enum SharedData {
    /// The folder `shared`: `SPOTSH_SHARED`, or beside the folder that holds the repository; nil where it is absent.
    static let folder: String? = {
        if let path = ProcessInfo.processInfo.environment["SPOTSH_SHARED"] { return path }
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("shared").path
            if FileManager.default.fileExists(atPath: candidate + "/data/json-test-suite") { return candidate }
        }
        return nil
    }()

    /// The files of the JSON test suite whose names begin so, by name; empty, and said so, where the suite is absent.
    static func jsonSuite(_ prefix: String) -> [(name: String, bytes: [UInt8])] {
        guard let folder else {
            print("skipped: the JSON test suite is not here; set SPOTSH_SHARED to the folder that holds data/")
            return []
        }
        let path = folder + "/data/json-test-suite/test_parsing"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted().map { name in
            (name, Array(FileManager.default.contents(atPath: path + "/" + name) ?? Data()))
        }
    }
}
