/** The one clock of all times in a run: monotonic, shared by all threads and processes of a host. Knows no origin. */

/** Whole µs of CLOCK_MONOTONIC, as the stack's events state theirs (docs/wire.md). */
export function monotonicUs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1_000_000 + Math.trunc(nanoseconds / 1_000)
}
