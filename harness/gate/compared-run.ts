/** What a comparison knows of a run. */

import type { MetricFigure } from '../metrics/metric-figure.ts'
import type { ToldRun } from './fitness.ts'
import type { SecondCounts } from './second-figures.ts'

export interface ComparedRun extends ToldRun {
  /** Latencies by the second of the load in which they started, of the metrics that have them. */
  readonly seconds: ReadonlyMap<string, readonly SecondCounts[]>
  /** What its series come to. */
  readonly series: readonly MetricFigure[]
}
