import Glibc

/// What a stream is connected to.
public enum Terminal {
    /// Whether a descriptor is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// The modes that a terminal is in.
    public struct Modes {
        private let descriptor: Int32
        private var modes = termios()

        /// Those of a terminal now; nil where it is none.
        public init?(of descriptor: Int32) {
            self.descriptor = descriptor
            guard unsafe tcgetattr(descriptor, &modes) == 0 else { return nil }
        }

        /// Puts the terminal back into them.
        public func restore() {
            var modes = modes
            _ = unsafe tcsetattr(descriptor, TCSADRAIN, &modes)
        }
    }

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
