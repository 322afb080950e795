/** What a fault may act upon. Knows no environment: the run gives these. */

export interface FaultTargets {
  pauseGenerator(durationMs: number): void
  pauseObserver(durationMs: number): void
  /** SIGSTOP and SIGCONT to a process of the stack, by name. */
  signalProcess(name: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /** SIGKILL, then a start of the same slot; resolves when it is ready again. */
  restartProcess(name: string): Promise<void>
}

/** A fault under way: what it did, once it is over. */
export interface FaultEffect {
  /** What shows that it took effect. */
  readonly evidence: string
}
