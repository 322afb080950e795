/** A sample of a run's series, by the second since the load's start. */

import type { SeriesMetric, SeriesSample } from '../../harness/model/series.ts'

export function seriesSample(metric: SeriesMetric, subject: string, second: number, value: number): SeriesSample {
  return { us: second * 1_000_000, metric, subject, value }
}
