import Glibc

/// What a stream is connected to.
public enum Terminal {
    /// Whether a descriptor is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns and rows of a terminal, or nil where it is none or does not say.
    public static func size(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        let result = unsafe withUnsafeMutablePointer(to: &size) {
            unsafe ioctl(descriptor, UInt(TIOCGWINSZ), $0)
        }
        guard result == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
