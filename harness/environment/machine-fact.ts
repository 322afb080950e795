/** One thing that a run needs, or does better with, as `tenfold doctor` found it on this machine. */

export interface MachineFact {
  readonly name: string
  /** What was found, with its version or size; undefined: nothing. */
  readonly found: string | undefined
  /** `missing`: no run is possible. `reduced`: a run is, with less. */
  readonly state: 'fine' | 'reduced' | 'missing'
  /** What to type, or what lacks without it; absent when it is fine. */
  readonly hint?: string
}
