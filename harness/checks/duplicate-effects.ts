/** Classes 4 and 5: one record, one row, one state; one version, one decision that says something new. */

import { isSameResult } from '../model/decision.ts'
import type { ClaimedResult, HistoryRow, ObservedDecision } from '../model/decision.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import { isState } from '../model/match-result.ts'
import { countPresent, findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'

/** `versions` is the decision history. */
export function checkDuplicateEffects(evidence: IndexedEvidence): CheckResult {
  const { comparison, versions, plain } = evidence
  const findings: Finding[] = []
  const told = new Set<number>()
  const tell = (anomaly: AnomalyClass, index: number, expected: string, actual: string, lastSeen: string): void => {
    if (told.has(index)) return
    told.add(index)
    findings.push(findingOf(evidence, anomaly, [index], { expected, actual, lastSeen }))
  }
  for (const { index, row } of comparison.extraRows) {
    const first = comparison.rowOf[index]?.current?.result
    const second = row.current?.result
    const states = `${first?.state ?? 'OPEN'} and ${second?.state ?? 'OPEN'}`
    tell(
      areTwoEndings(first, second) ? 'multiple-terminal-states' : 'duplicate-effect',
      index,
      'one row',
      `two rows, ${states}`,
      'final state',
    )
  }
  for (const index of versions.indices) {
    if (plain.isPlain[index] === 1) continue
    const rows = versions.of(index)
    if (rows.length === 1) continue
    const doubled = rows.find((row, at) => at > 0 && rows[at - 1]?.version === row.version)
    if (doubled !== undefined) {
      const same = rows.filter(({ version }) => version === doubled.version).map(({ result }) => result)
      const anomaly = areTwoEndings(same[0], same[1]) ? 'multiple-terminal-states' : 'duplicate-effect'
      const states = same.map(({ state }) => state).join(' and ')
      tell(anomaly, index, `one decision of version ${doubled.version}`, `${same.length} decisions: ${states}`, 'decided')
    }
    const repeated = rows.find(({ result }, at) => at > 0 && isSameResult((rows[at - 1] as HistoryRow).result, result))
    if (repeated === undefined) continue
    const expected = `no version ${repeated.version}: nothing changed`
    tell('duplicate-effect', index, expected, `decided ${repeated.result.state} again`, 'decided')
  }
  checkObserved(evidence, tell)
  const rows = countPresent(comparison.rowOf)
  return { findings, opportunities: { 'duplicate-effect': rows, 'multiple-terminal-states': rows } }
}

type Tell = (anomaly: AnomalyClass, index: number, expected: string, actual: string, lastSeen: string) => void

/**
 * The same version may be published again, but it must say the same; a new one must say something new. Told only where no history is
 * shown: a history shows which version was committed, so that another is an aborted read, and what it repeats is told from there.
 */
function checkObserved({ decisions, decisionIndex, history }: IndexedEvidence, tell: Tell): void {
  if (history !== undefined) return
  const seen = new Map<number, Map<number, ClaimedResult>>()
  for (let at = 0; at < decisions.length; at++) {
    const { event } = decisions.at(at) as ObservedDecision
    const index = decisionIndex[at] as number
    if (event.kind !== 'decision' || index === -1) continue
    let ofRecord = seen.get(index)
    if (ofRecord === undefined) seen.set(index, (ofRecord = new Map()))
    const { version, result } = event
    const before = ofRecord.get(version)
    if (before === undefined) ofRecord.set(version, result)
    else if (areTwoEndings(before, result)) {
      tell('multiple-terminal-states', index, `one decision of version ${version}`, `${before.state} and ${result.state}`, 'decided')
    }
    const previous = ofRecord.get(version - 1)
    if (previous !== undefined && isSameResult(previous, result)) {
      tell('duplicate-effect', index, `no version ${version}: nothing changed`, `decided ${result.state} again`, 'decided')
    }
  }
}

/** Two decided states that exclude each other, such as matched and an exception. */
function areTwoEndings(one: ClaimedResult | undefined, other: ClaimedResult | undefined): boolean {
  if (one === undefined || other === undefined) return false
  return one.state !== other.state && one.state !== 'OPEN' && other.state !== 'OPEN' && isState(one.state) && isState(other.state)
}
