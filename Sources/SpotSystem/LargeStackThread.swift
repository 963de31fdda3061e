#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Threads whose stack is as large as the caller says; Foundation's are not needed for it.
public enum LargeStackThread {
    /// Starts a detached thread.
    ///
    /// The closure is not `@Sendable`: the caller sees to it that what it shares with others is not used by two at
    /// once (the evaluator passes its turn, or waits for the thread).
    ///
    /// - Parameter stackSize: bytes of address space; memory is taken only where it is touched.
    public static func start(stackSize: Int, _ body: @escaping () -> Void) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setstacksize(&attributes, stackSize)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box)
        unsafe pthread_attr_destroy(&attributes)
        // Without room for a thread the work is done here: less deep, but done.
        if failure != 0 { unsafe Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run() }
    }

    private final class Body {
        let run: () -> Void

        init(_ run: @escaping () -> Void) {
            self.run = run
        }
    }
}
