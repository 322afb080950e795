/** Classes 6 to 9, 12, 25 and 27: what the comparison with the right answers found, named. */

import type { Deviation, DeviationKind } from '../model/comparison.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Evidence } from './evidence.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import { isSettled } from './log-positions.ts'
import type { LogPositions } from './log-positions.ts'
import { alteredClass } from './money-class.ts'

const classOfKind: Readonly<Record<Exclude<DeviationKind, 'drift'>, AnomalyClass>> = {
  missed: 'missed-match',
  false: 'false-match',
  open: 'stuck',
  early: 'wrong-reason',
  reason: 'wrong-reason',
  split: 'mispairing',
  merged: 'mispairing',
  mispaired: 'mispairing',
  stolen: 'stolen-match',
}

/** One finding for each thing that went wrong; `explained` are records that another finding tells of already. */
export function checkMatchAnswers(evidence: Evidence, positions: LogPositions, explained: ReadonlySet<number>): CheckResult {
  const { expected, comparison } = evidence
  const clusters = new Map<string, { anomaly: AnomalyClass; deviations: Deviation[] }>()
  for (const deviation of comparison.deviations) {
    const { index, kind, cluster } = deviation
    if (explained.has(index)) continue
    // A partition that has not seen the close may decide yet (measurement.md §5).
    if (comparison.rowOf[index]?.current === undefined || claimsOpen(evidence, index)) {
      if (!isSettled(evidence, positions, index)) continue
    }
    const { currency } = expected.records[index] as CanonicalRecord
    const anomaly = kind === 'drift' ? alteredClass(deviation.driftMinor, currency) : classOfKind[kind]
    const key = `${anomaly} ${cluster}`
    const known = clusters.get(key)
    if (known === undefined) clusters.set(key, { anomaly, deviations: [deviation] })
    else known.deviations.push(deviation)
  }
  const findings = [...clusters.values()].map(({ anomaly, deviations }): Finding => {
    const [witness] = deviations as [Deviation, ...Deviation[]]
    const subjects = new Set([...deviations.map(({ index }) => index), ...deviations.flatMap(({ mates }) => mates)])
    const said = { expected: witness.expected, actual: witness.actual, lastSeen: 'final state' }
    return findingOf(evidence, anomaly, [...subjects], said)
  })
  return { findings, opportunities: countOpportunities(evidence) }
}

function claimsOpen({ comparison }: Evidence, index: number): boolean {
  return comparison.rowOf[index]?.current?.result.state === 'OPEN'
}

function countOpportunities({ expected, comparison }: Evidence): CheckResult['opportunities'] {
  let matched = 0
  let unmatched = 0
  let exceptions = 0
  let decided = 0
  expected.results.forEach(({ state }, index) => {
    if (comparison.rowOf[index] === undefined) return
    const isMatched = state === 'MATCHED' || state === 'MATCHED_VARIANCE'
    if (isMatched) matched++
    else unmatched++
    if (state.startsWith('EX:')) exceptions++
    if (state !== 'OPEN') decided++
  })
  const groups = comparison.leg1.groupsExpected + comparison.leg2b.groupsExpected
  return {
    'missed-match': matched,
    'false-match': unmatched,
    mispairing: groups,
    // To steal from another's group takes two groups.
    'stolen-match': groups > 1 ? groups : 0,
    stuck: decided,
    'wrong-reason': exceptions,
  }
}
