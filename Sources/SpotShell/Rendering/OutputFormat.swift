/// How values are shown: `--output`.
enum OutputFormat: String, CaseIterable, Sendable {
    case table, json, ndjson, csv, tsv, markdown
}
