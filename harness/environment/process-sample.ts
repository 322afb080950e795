/** What a process of the stack has used, whoever runs it. Data alone. */

export interface ProcessSample {
  readonly process: string
  /** User and system time since it started, with that of its children, ended ones included. Falls only where the process was started again. */
  readonly cpuMs: number
  /** Resident memory of all of them, with what they share counted once. */
  readonly memoryBytes: number
  /** How long it was held back by its limit of CPU; absent where nothing limits it. */
  readonly throttledMs?: number
}
