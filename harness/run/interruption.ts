/** How a person or a system asks a run to stop. */

export interface Interruption {
  /** Aborted by the first Ctrl-C or SIGTERM, or by a bug elsewhere: stop, keep what was recorded, unwind. */
  readonly signal: AbortSignal
  /** What came, if something came. */
  readonly cause: () => 'SIGINT' | 'SIGTERM' | undefined
}
