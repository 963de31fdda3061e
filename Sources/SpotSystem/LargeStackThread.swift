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
        let box = Body(body)
        if let thread = begin(stackSize, box) {
            pthread_detach(thread)
        } else {
            // Without room for a thread the work is done here: less deep, but done.
            box.run()
        }
    }

    /// Runs work on a thread of its own and waits until the thread has let go of it.
    public static func runAndWait(stackSize: Int, _ body: () -> Void) {
        withoutActuallyEscaping(body) { body in
            let thread = begin(stackSize, Body(body))
            if let thread { pthread_join(thread, nil) } else { body() }
        }
    }

    private static func begin(_ stackSize: Int, _ body: Body) -> pthread_t? {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackSize)
        let box = unsafe Unmanaged.passRetained(body).toOpaque()
        var thread = pthread_t()
        let failure = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box)
        guard failure != 0 else { return thread }
        unsafe Unmanaged<Body>.fromOpaque(box).release()
        return nil
    }

    private final class Body {
        let run: () -> Void

        init(_ run: @escaping () -> Void) {
            self.run = run
        }
    }
}
