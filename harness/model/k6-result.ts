/** What k6 measured of a run's plan on the run's stack. Plain JSON (k6.json), beside the record of the run; no part of its verdict. */

export const k6SchemaVersion = 1

export interface K6Result {
  readonly schemaVersion: number
  /** As k6 tells it: `k6 v1.8.1 (go1.26.8, linux/amd64)`. */
  readonly version: string
  readonly exitStatus: number
  /** Its script, relative to the run folder. */
  readonly script: string
  readonly thresholds: readonly { readonly metric: string; readonly expression: string; readonly met: boolean }[]
  readonly requests: number
  readonly requestsPerSecond: number
  /** Answered with 202; all others, connection errors and timeouts among them. */
  readonly accepted: number
  readonly notAccepted: number
  /** Iterations that found no free VU, and were never sent. */
  readonly dropped: number
  /** From the actual send to the answer; absent where nothing was sent. */
  readonly durationMs?: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number }
  /** Records of k6's that the stack holds afterwards; null where that was not read. */
  readonly heldRecords: number | null
  /** In what the two loads differ. */
  readonly differences: readonly string[]
}
