/** One figure of a metric, of a whole run, its phase with the highest rate, one of its streams or one process. Knows no sample. */

import type { Tags } from './metric-table.ts'

export interface MetricFigure {
  /** As the metrics page names it, or what a summary tells besides (`accepted`, `payments_matched`, `cpu_per_accepted_record`). */
  readonly metric: string
  readonly tags: Tags
  /** `drain`: ms from the load's end until nothing was left. */
  readonly aggregate: 'count' | 'rate' | 'avg' | 'max' | 'drain' | 'p50' | 'p99'
  readonly unit: string
  readonly value: number
  /** It had not come to its end: the true value is at least this one. */
  readonly censored: boolean
}
