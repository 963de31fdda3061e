/// The folders of the variable `PATH`, in which programs are looked for.
public struct ProgramFolders: Sendable {
    private let folders: [String]

    /// Takes the variable's value; without one there are no folders.
    public init(path: String?) {
        folders = (path ?? "").split(separator: ":").map(String.init)
    }

    /// Where the first program of a name is that may be run; a name with a `/` is none.
    public func find(_ name: String) -> String? {
        if name.contains("/") { return nil }
        return folders.lazy.map { "\($0)/\(name)" }.first(where: FileReading.isExecutable)
    }

    /// The names of the programs that begin with a text, in order.
    public func names(beginningWith text: String) -> [String] {
        let found = folders.flatMap { folder in
            FileReading.names(in: folder).filter { $0.hasPrefix(text) && FileReading.isExecutable("\(folder)/\($0)") }
        }
        return Set(found).sorted()
    }
}
