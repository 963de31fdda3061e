/// Prints whole lines above the line that is being edited, or plainly when none is.
public final class OutputAbove: Sendable {
    /// Prints a text from any thread; a line end is added where it lacks one.
    public func print(_ text: String) {}
}
