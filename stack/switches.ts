/** Bugs and crashes on request, for tests of the checker: parsed once, asked at named places. Empty outside tests. */

import { logLine } from './log.ts'

export const seededBugs = [
  'drop-one-in-thousand',
  'one-minor-off',
  'tenant-left-out',
  'decide-twice',
  'lose-batch-at-restart',
  'refunds-match-charges',
  'last-wins',
  'publish-before-commit',
] as const
export type SeededBug = (typeof seededBugs)[number]

export const killPoints = ['before-db-commit', 'between-commits', 'inside-kafka-transaction', 'after-kafka-commit'] as const
export type KillPoint = (typeof killPoints)[number]

/** How often `database-refuses-after-publish` makes the database transaction fail. */
const refusalsMax = 1

export interface Switches {
  has(bug: SeededBug): boolean
  /** Kills this process when the switch names the point and its batch has come. */
  killPoint(point: KillPoint, batch: number): void
  /** Throws, a bounded number of times, when the switch is on: the database refuses the transaction of the batch that holds message N. */
  refuseCommit(batch: number, messageCount: number): void
}

/** Switches such as `last-wins` and `kill:between-commits@20`; an unknown one is an error. */
export function readSwitches(names: readonly string[]): Switches {
  const bugs = new Set<SeededBug>()
  const kills = new Map<KillPoint, number>()
  let refusals = 0
  let refuseFrom = 1
  let messages = 0
  for (const text of names) {
    const [name = '', count] = text.split('@')
    const at = count === undefined ? undefined : Number(count)
    const bug = seededBugs.find((known) => known === name)
    const kill = killPoints.find((known) => `kill:${known}` === name)
    if (at !== undefined && !(Number.isInteger(at) && at >= 1)) throw new Error(`switch ${text}: the number behind @ must be at least 1`)
    if (bug !== undefined) bugs.add(bug)
    else if (kill !== undefined) kills.set(kill, at ?? 1)
    else if (name === 'database-refuses-after-publish') {
      refusals = refusalsMax
      refuseFrom = at ?? 1
    } else throw new Error(`unknown switch ${text}`)
  }
  if (names.length > 0) logLine({ level: 'warn', underTest: true, switches: names })
  return {
    has: (bug) => bugs.has(bug),
    killPoint(point, batch) {
      if (kills.get(point) !== batch) return
      logLine({ killPoint: point, batch })
      process.kill(process.pid, 'SIGKILL')
      // The signal is delivered before anything else of this process runs; never go on if it is late.
      for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
    },
    refuseCommit(batch, messageCount) {
      messages += messageCount
      if (refusals === 0 || messages < refuseFrom) return
      refusals -= 1
      logLine({ level: 'warn', fault: 'database-refuses-after-publish', batch })
      throw new Error('the database refuses this transaction (test switch)')
    },
  }
}
