/** A started environment: processes of a stack that are up, whose end is ours. */

import type { Endpoints } from '../system/port.ts'
import type { ProcessSample } from './process-sample.ts'

/** What every way of starting a system takes. */
export interface StartOptions {
  readonly matchers: number
  /** Seeded bugs and kill points of the stack; honoured only with `underTest`. */
  readonly switches: readonly string[]
  readonly underTest: boolean
  /** The output of each process goes to `<logDir>/<name>.log`. */
  readonly logDir: string
  /** One line for the person who waits. */
  readonly progress: (text: string) => void
  /** A note of the environment as soon as it is known: one that fails to start has no `notes` to be asked for. Absent: those alone. */
  readonly note?: (text: string) => void
  readonly signal: AbortSignal
}

export interface StartedProcess {
  /** `kafka`, `postgres`, `api-0`, `matcher-0`, … */
  readonly name: string
  /** Of the process itself; 0 where its host does not tell. */
  readonly pid: number
  readonly logFile: string
}

export interface ProcessDeath {
  readonly process: string
  /** `exit status 1`, `signal SIGKILL`. */
  readonly status: string
  /** At most 20, from its log. */
  readonly lastLines: readonly string[]
}

export interface StartedEnvironment extends AsyncDisposable {
  readonly kind: 'local' | 'containers' | 'attach'
  readonly endpoints: Endpoints
  /** As they are now: a restarted process has another pid. */
  readonly processes: readonly StartedProcess[]
  /** Names of those that `restartProcess` takes. */
  readonly restartable: readonly string[]
  readonly notes: readonly string[]
  readonly versions: Readonly<Record<string, string>>
  /** Resolves with the first process that ends without having been asked to; never rejects. */
  readonly died: Promise<ProcessDeath>
  /** What every process has used until now; none where the platform does not tell. */
  sample(): Promise<readonly ProcessSample[]>
  /** SIGSTOP or SIGCONT to one process, by name, with all that it started. */
  signalProcess(name: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>
  /**
   * SIGKILL of one process that is then started again and ready (same slot, same ports); its death is not reported through `died`.
   * Of the services, the broker can be: with the data that it had.
   */
  restartProcess(name: string, signal: AbortSignal): Promise<void>
  /**
   * A process that ends by itself (a kill point) is expected: it is started again, up to `times`, instead of being reported.
   * `switchesOfLives[n]` are the switches that it has after its n-th restart, counted from 0; where there are none, those that it had.
   */
  expectDeaths(name: string, times: number, switchesOfLives?: readonly (readonly string[])[]): void
}
