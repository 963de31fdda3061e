/// How full a ``TextStorage`` is, in bytes.
@usableFromInline
struct TextHeader: Sendable {
    var count: Int
    var capacity: Int
}

/// UTF-8 behind one reference, in the same allocation as its length; spare room makes appending linear.
@usableFromInline
final class TextStorage: ManagedBuffer<TextHeader, UInt8> {
    /// The header, reached through its address: the property of `ManagedBuffer` looks for overlapping accesses at run
    /// time, which costs more than the rest of an access.
    @inlinable
    @inline(__always)
    var head: TextHeader {
        get { unsafe withUnsafeMutablePointerToHeader { unsafe $0.pointee } }
        _modify { yield unsafe &withUnsafeMutablePointerToHeader({ unsafe $0 }).pointee }
    }

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
        unsafe UnsafeRawBufferPointer(start: start, count: head.count)
    }

    /// Adds bytes, for which there is room; the bytes may be the storage's own.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let from = bytes.baseAddress, bytes.count > 0 else { return }
        precondition(head.capacity - head.count >= bytes.count, "no room for text")
        unsafe (start + head.count).copyMemory(from: from, byteCount: bytes.count)
        head.count += bytes.count
    }
}

extension Shared<TextStorage> {
    /// Adds bytes, in place where this is the only reference.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let needed = object.head.count + bytes.count
        if needed > object.head.capacity || !isUnique {
            let capacity = needed > object.head.capacity ? max(needed, 2 * object.head.capacity) : needed
            let copy = unsafe TextStorage.make(object.bytes, capacity: capacity)
            unsafe copy.append(bytes)
            object = copy
        } else {
            unsafe object.append(bytes)
        }
    }
}
