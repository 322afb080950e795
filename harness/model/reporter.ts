/** A report of a user's own: from a run's record and summary to files. */

import type { RunRecord } from './run-record.ts'
import type { Summary } from './summary.ts'

/** Runs after Tenfold's own reports are written, at the end of a run and whenever its reports are drawn again. */
export interface Reporter {
  readonly name: string
  /** Files for the run folder, by name. Decides nothing: the verdict stands. One that throws fails the run with BAD_CONFIGURATION. */
  report(run: RunRecord, summary: Summary): ReporterFiles | Promise<ReporterFiles>
}

export type ReporterFiles = Readonly<Record<string, string | Uint8Array>>
