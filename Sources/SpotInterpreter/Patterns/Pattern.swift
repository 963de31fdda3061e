import CPCRE2
import SpotDiagnostics
import Synchronization

/// A compiled regular expression.
///
/// PCRE2 in UTF mode, with JIT and a match limit, so that no pattern can hang a session. The compiled code does
/// not change; the room for a match is used under a lock, so a pattern may be shared by threads.
@safe final class Pattern: Sendable {
    /// Where a group matched, in bytes; nil where it did not take part.
    typealias Groups = [Range<Int>?]

    /// What is wrong with a pattern.
    struct SyntaxError: Error {
        var message: String
        /// Bytes from the pattern's start.
        var offset: Int
    }

    /// About a tenth of a second of backtracking; PCRE2's own default is ten times this.
    private static let matchLimit: UInt32 = 1_000_000
    private static let depthLimit: UInt32 = 100_000

    let text: String
    /// Names of the groups, by number.
    let names: [(name: String, number: Int)]
    // PCRE2 allows the code and the match context to be read by any number of threads; `data` is used under the lock.
    nonisolated(unsafe) private let code: OpaquePointer
    nonisolated(unsafe) private let data: OpaquePointer
    nonisolated(unsafe) private let context: OpaquePointer
    private let lock = Mutex(())

    init(_ text: String) throws(SyntaxError) {
        self.text = text
        var number: Int32 = 0
        var offset = 0
        var pattern = text
        let compiled = pattern.withUTF8 { bytes in
            unsafe pcre2_compile_8(
                bytes.baseAddress, bytes.count, UInt32(PCRE2_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C), &number, &offset,
                nil)
        }
        guard let compiled = unsafe compiled else {
            throw SyntaxError(message: Self.message(number), offset: min(offset, text.utf8.count))
        }
        unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
        guard let data = unsafe pcre2_match_data_create_from_pattern_8(compiled, nil),
            let context = unsafe pcre2_match_context_create_8(nil)
        else {
            unsafe pcre2_code_free_8(compiled)
            throw SyntaxError(message: "out of memory", offset: 0)
        }
        unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
        unsafe pcre2_set_depth_limit_8(context, Self.depthLimit)
        unsafe code = compiled
        unsafe self.data = data
        unsafe self.context = context
        names = unsafe Self.groupNames(compiled)
    }

    deinit {
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_code_free_8(code)
    }

    /// Whether it matches somewhere.
    func matches(_ subject: String) throws -> Bool {
        var subject = subject
        return try lock.withLock { _ in
            try subject.withUTF8 { bytes in try unsafe run(bytes, from: 0) > 0 }
        }
    }

    /// The first match at or after a byte offset: the whole match, then each group.
    func firstMatch(in subject: String, from start: Int = 0) throws -> Groups? {
        var subject = subject
        return try lock.withLock { _ in
            try subject.withUTF8 { bytes in
                guard try unsafe run(bytes, from: start) > 0 else { return nil }
                let count = Int(unsafe pcre2_get_ovector_count_8(data))
                guard let offsets = unsafe pcre2_get_ovector_pointer_8(data) else { return nil }
                return (0..<count).map { group in
                    let lower = unsafe offsets[2 * group]
                    let upper = unsafe offsets[2 * group + 1]
                    // PCRE2_UNSET is the largest `size_t`, which is -1 as an `Int`.
                    return lower >= 0 && lower <= upper && upper <= bytes.count ? lower..<upper : nil
                }
            }
        }
    }

    private func run(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) throws -> Int32 {
        let result = unsafe pcre2_match_8(
            code, bytes.baseAddress, bytes.count, start, UInt32(PCRE2_NO_UTF_CHECK), data, context)
        if result >= 0 { return max(result, 1) }
        if result == PCRE2_ERROR_NOMATCH { return 0 }
        let isLimit = [PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_JIT_STACKLIMIT].contains(result)
        throw Diagnostic(
            .type, code: isLimit ? "pattern_limit" : "pattern_failed",
            isLimit ? "the pattern takes too long on this text" : Self.message(result),
            hint: isLimit ? "nested repetitions such as (a+)+ are what makes it slow" : nil)
    }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe pcre2_get_error_message_8(number, buffer.baseAddress, buffer.count)
        }
        return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
    }

    /// The name table: entries of one size, each the number in two bytes and the name ended by zero.
    private static func groupNames(_ code: OpaquePointer) -> [(name: String, number: Int)] {
        var count: UInt32 = 0
        var size: UInt32 = 0
        var table: UnsafePointer<UInt8>?
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &count)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &size)
        unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let table = unsafe table else { return [] }
        var names: [(name: String, number: Int)] = []
        for entry in 0..<Int(count) {
            let start = entry * Int(size)
            let number = unsafe Int(table[start]) << 8 | Int(table[start + 1])
            var bytes: [UInt8] = []
            var index = start + 2
            while unsafe table[index] != 0 {
                unsafe bytes.append(table[index])
                index += 1
            }
            names.append((String(decoding: bytes, as: UTF8.self), number))
        }
        return names.sorted { $0.number < $1.number }
    }
}

/// Patterns that are values, compiled once each.
enum PatternCache {
    private static let limit = 128
    private static let patterns = Mutex<[String: Pattern]>([:])

    static func pattern(_ text: String, place: Place) throws -> Pattern {
        if let known = patterns.withLock({ $0[text] }) { return known }
        do {
            let made = try Pattern(text)
            patterns.withLock { patterns in
                if patterns.count >= limit { patterns.removeAll() }
                patterns[text] = made
            }
            return made
        } catch { throw badPattern(error, place) }
    }

    /// What is meant to stand for itself is most often what is wrong.
    static let remedy = "a sign that stands for itself has a backslash: \\( \\[ \\. \\+"

    static func badPattern(_ error: Pattern.SyntaxError, _ place: Place) -> Diagnostic {
        Diagnostic(.syntax, code: "bad_pattern", "the pattern is wrong: \(error.message)", at: place, hint: remedy)
    }
}
