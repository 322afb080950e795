/** The seeded bugs of the reference stack, what each needs to show itself, and the anomaly class that must be named. */

import type { AnomalyClass } from '../../harness/model/finding.ts'
import type { ScenarioInput } from '../../harness/scenario/schema.ts'

interface CircumstanceOptions {
  readonly switches: readonly string[]
  readonly faults: NonNullable<ScenarioInput['faults']>
  /** What the matcher's log must hold, so that it is known to have come; absent where the harness's faults bring evidence of their own. */
  readonly evidence?: string
}

export type Circumstance = 'undisturbed' | 'matcher killed' | 'database refuses a commit'

/** What happens during the load besides it. A clean stack passes with each of them. */
export const circumstances: Readonly<Record<Circumstance, CircumstanceOptions>> = {
  undisturbed: { switches: [], faults: [] },
  'matcher killed': { switches: [], faults: [{ kind: 'kill', target: 'matcher-0', at: '2s' }] },
  'database refuses a commit': {
    switches: ['database-refuses-after-publish@1500'],
    faults: [],
    evidence: '"fault":"database-refuses-after-publish"',
  },
}

export interface Mutant {
  readonly bug: string
  readonly circumstance: Circumstance
  /** At least one finding must be of one of these classes and name a record. */
  readonly expected: readonly AnomalyClass[]
}

/** A lost record is told with the partition whose log was read past it, where a later effect proves that. */
const loss = ['lost-record', 'offset-without-effect'] as const

export const mutants: readonly Mutant[] = [
  { bug: 'drop-one-in-thousand', circumstance: 'undisturbed', expected: loss },
  { bug: 'one-minor-off', circumstance: 'undisturbed', expected: ['precision-loss'] },
  { bug: 'tenant-left-out', circumstance: 'undisturbed', expected: ['mispairing'] },
  { bug: 'decide-twice', circumstance: 'undisturbed', expected: ['duplicate-effect'] },
  { bug: 'refunds-match-charges', circumstance: 'undisturbed', expected: ['mispairing'] },
  { bug: 'last-wins', circumstance: 'undisturbed', expected: ['wrong-reason'] },
  { bug: 'lose-batch-at-restart', circumstance: 'matcher killed', expected: loss },
  { bug: 'publish-before-commit', circumstance: 'database refuses a commit', expected: ['aborted-read'] },
]
