/** Series of samples on a run's time axis: resources, the log, the database. Knows no sampler and no file. */

/** `level`: how it was at that moment. `sum`: only grows, from the start of what is sampled. */
export const seriesTable = {
  /** Milliseconds of CPU, by process. */
  cpu: 'sum',
  /** Resident bytes, by process. */
  memory: 'level',
  /** Milliseconds for which a limit of CPU held a process back; of containers alone. */
  throttled: 'sum',
  /** Longest delay of a process's event loop since the sample before, in ms. */
  event_loop_delay: 'level',
  /** Records in the log that no matcher has committed yet; over all partitions. */
  consumer_lag: 'level',
  /** The same, by partition. */
  partition_lag: 'level',
  /** Records written since the first sample, over the mean of all partitions; by partition. */
  partition_skew: 'level',
  /** Decisions between the last stable offset and the end of the topic. */
  stable_offset_lag: 'level',
  /** Sessions that wait in the middle of a statement, by what for (`Lock:tuple`); all of them under the empty subject. */
  database_waits: 'level',
  /** Deadlocks that the database has broken. */
  database_deadlocks: 'sum',
  /** Statements that ended with SQLSTATE 40001, by process. */
  serialization_failures: 'sum',
  /** Callers that wait for a connection of a pool, by process. */
  pool_waits: 'level',
} as const satisfies Readonly<Record<string, 'level' | 'sum'>>

export type SeriesMetric = keyof typeof seriesTable

/** One value of one series, without its time. */
export interface SeriesValue {
  readonly metric: SeriesMetric
  /** The process, such as `matcher-0`, or the partition, or what is waited for; empty where the sample is about the whole. */
  readonly subject: string
  readonly value: number
}

export interface SeriesSample extends SeriesValue {
  /** µs from the run's origin; negative before the load. */
  readonly us: number
}
