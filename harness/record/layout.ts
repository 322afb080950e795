/** The files of a run folder: the only place that knows their names. */

export const files = {
  /** RunRecord. */
  run: 'run.json',
  /** Canonical records, one a line in wire form; line n is record n of the plan. */
  history: 'history/records.ndjson',
  /** Rows that could not be read. */
  quarantine: 'history/quarantine.ndjson',
  /** The same rows as their files have them, personal data and all; only where it was asked for, and read by nothing. */
  rawRows: 'history/quarantine-raw.ndjson',
  /** Columns, one element a scheduled operation (columns.ts). */
  operations: 'operations.columns',
  /** Columns, one element a scheduled read; absent where no stream reads. */
  reads: 'reads.columns',
  /** One observed event a line, as the observer wrote it. */
  decisions: 'decisions.ndjson',
  /** One FinalStateRow a line. */
  finalState: 'final-state.ndjson',
  /** One HistoryRow a line. */
  decisionHistory: 'decision-history.ndjson',
  /** The oracle's answers for what the system holds, one a line as `tenfold match` prints. */
  expected: 'expected.ndjson',
  /** Findings, one a line. */
  findings: 'findings.ndjson',
  /** HDR histograms (V2, base64) by metric, phase and second. */
  latency: 'latency.hgrm.json',
  /** CPU, memory, lag: samples of each series on the run's time axis. */
  series: 'series.ndjson',
  /** What the judge made of all of it: everything that the reports draw. */
  summary: 'summary.json',
  reportHtml: 'report.html',
  reportMarkdown: 'report.md',
  junit: 'junit.xml',
  /** CapacityRecord, in the folder of a search; each of its steps is a run folder of its own below `steps`. */
  capacity: 'capacity.json',
  steps: 'steps',
  /** What k6 measured of the same plan on the same stack, beside the run. */
  k6: 'k6.json',
  /** Output of each process, one file each. */
  logs: 'logs',
} as const
