/// How full a ``TextStorage`` is, in bytes.
@usableFromInline
struct TextHeader: Sendable {
    var count: Int
    var capacity: Int
}

/// UTF-8 behind one reference, in the same allocation as its length; spare room makes appending linear.
@usableFromInline
final class TextStorage: ManagedBuffer<TextHeader, UInt8> {
    /// Empty storage with room for so many bytes.
    static func make(capacity: Int) -> TextStorage {
        let buffer = create(minimumCapacity: capacity) { _ in TextHeader(count: 0, capacity: capacity) }
        return unsafe unsafeDowncast(buffer, to: TextStorage.self)
    }

    /// Storage with these bytes, and room for more.
    static func make(_ bytes: UnsafeRawBufferPointer, capacity: Int = 0) -> TextStorage {
        let storage = make(capacity: max(capacity, bytes.count))
        unsafe storage.append(bytes)
        return storage
    }

    private var start: UnsafeMutableRawPointer {
        unsafe withUnsafeMutablePointerToElements { UnsafeMutableRawPointer($0) }
    }

    /// The bytes; valid while the storage lives and is not changed.
    @inline(__always)
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: start, count: header.count)
    }

    /// Adds bytes, for which there is room; the bytes may be the storage's own.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let from = bytes.baseAddress, bytes.count > 0 else { return }
        precondition(header.capacity - header.count >= bytes.count, "no room for text")
        unsafe (start + header.count).copyMemory(from: from, byteCount: bytes.count)
        header.count += bytes.count
    }
}

extension Shared<TextStorage> {
    /// Adds bytes, in place where this is the only reference.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let needed = object.header.count + bytes.count
        if needed > object.header.capacity || !isUnique {
            let capacity = needed > object.header.capacity ? max(needed, 2 * object.header.capacity) : needed
            let copy = unsafe TextStorage.make(object.bytes, capacity: capacity)
            unsafe copy.append(bytes)
            object = copy
        } else {
            unsafe object.append(bytes)
        }
    }
}
