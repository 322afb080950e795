/** Durations as a scenario writes them. */

export { parseDurationMs } from '../model/duration.ts'
