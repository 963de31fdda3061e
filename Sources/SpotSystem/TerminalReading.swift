import Glibc
import Synchronization

extension Terminal {
    /// The terminal that hides what is typed, and its modes before.
    private static let hidden = Mutex<(descriptor: Int32, modes: termios)?>(nil)

    /// Shows again what is typed, where the process ends while a secret is asked for.
    public static func endHiding() {
        hidden.withLock { hidden in
            guard var former = hidden else { return }
            _ = unsafe tcsetattr(former.descriptor, TCSANOW, &former.modes)
            hidden = nil
        }
    }

    /// Reads a line from a terminal; nil at its end, or when interrupted.
    ///
    /// Without `echo` what is typed is not shown. Waits in short steps, so that an interruption is seen within 50 ms.
    ///
    /// - Parameter ask: writes the question; called once what is typed is hidden.
    public static func readLine(
        _ descriptor: Int32, echo: Bool, isInterrupted: () -> Bool, ask: () -> Void = {}
    ) -> String? {
        var original = termios()
        let isKnown = unsafe tcgetattr(descriptor, &original) == 0
        let hidesInput = !echo && isKnown
        if hidesInput {
            hidden.withLock { $0 = (descriptor, original) }
            var quiet = original
            quiet.c_lflag &= ~tcflag_t(ECHO)
            _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &quiet)
        }
        defer { if hidesInput { endHiding() } }
        ask()
        var bytes: [UInt8] = []
        while !isInterrupted() {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, 50) > 0 else { continue }
            var byte: UInt8 = 0
            let count = unsafe read(descriptor, &byte, 1)
            if count == 0 { return bytes.isEmpty ? nil : answer(bytes) }
            if count < 0 { continue }
            if byte == 0x0A { return answer(bytes) }
            bytes.append(byte)
        }
        return nil
    }

    /// What was answered: keys that mean something to an editor only (Ctrl-L, an arrow) are no part of it.
    static func answer(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\u{1B}" {
                guard let second = rest.popFirst(), second == "[" || second == "O" else { continue }
                // ECMA-48, 5.4: up to a final byte.
                while let next = rest.popFirst(), !(0x40...0x7E).contains(next.value) {}
            } else if scalar == "\t" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
