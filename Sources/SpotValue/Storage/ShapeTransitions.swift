import Synchronization

/// Remembers which shape came of which by one more key, so that rows that are changed alike go on sharing their keys.
///
/// A table of fixed size in which a new step replaces an old one: it holds on to few shapes, and forgetting one costs
/// only that the next row builds it again.
enum ShapeTransitions {
    private struct Step: Sendable {
        /// Kept alive by the step, so that its identity cannot be another shape's.
        var from: Shared<ShapeStorage>
        var key: FieldKey
        var to: Shared<ShapeStorage>
    }

    /// Records with more keys are used as dictionaries; each of them gets a shape of its own and grows in place.
    static let mostKeys = 32

    private static let places = 512
    private static let recent = Mutex<[Step?]>(Array(repeating: nil, count: places))

    /// The shape without keys, where every record begins.
    static let empty = Shared<ShapeStorage>(ShapeStorage([]))

    /// The shape with one key more, which is not there yet.
    static func appending(_ key: FieldKey, to shape: Shared<ShapeStorage>) -> Shared<ShapeStorage> {
        let address = UInt(bitPattern: ObjectIdentifier(shape.object)) >> 4
        let place = Int(truncatingIfNeeded: (UInt(truncatingIfNeeded: key.hash) ^ address) % UInt(places))
        return recent.withLock { steps in
            if let step = steps[place], step.from.object === shape.object, step.key == key { return step.to }
            let longer = Shared<ShapeStorage>(ShapeStorage(shape.object.keys + [key]))
            steps[place] = Step(from: shape, key: key, to: longer)
            return longer
        }
    }
}
