/** Samples of resources and lag on the run's time axis, as the run folder holds them. Knows no sampler. */

/**
 * `cpu`: milliseconds of CPU that the process has used since it started (a sum that only grows); `memory`: resident bytes;
 * `throttled`: milliseconds for which a limit of CPU held the process back (a sum too, of containers alone);
 * `consumer_lag`: records in the log that no matcher has committed yet.
 */
export const seriesMetrics = ['cpu', 'memory', 'throttled', 'consumer_lag'] as const
export type SeriesMetric = (typeof seriesMetrics)[number]

export interface SeriesSample {
  /** µs from the run's origin; negative before the load. */
  readonly us: number
  readonly metric: SeriesMetric
  /** The process, such as `matcher-0`; empty where the sample is about the whole. */
  readonly subject: string
  readonly value: number
}
