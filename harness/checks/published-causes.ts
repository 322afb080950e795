/** Class 16, of causes: a decision names in public the cause that it was committed with. Knows not whether that cause can have had it. */

import type { DecisionCause, ObservedDecision } from '../model/decision.ts'
import type { Finding } from '../model/finding.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'

/**
 * A decision seen on the topic with another cause than its version has in the history; one finding a record. A version that was never
 * committed is told elsewhere, and so is what `told` names: contents of records whose decisions are known to be wrong already.
 */
export function checkPublishedCauses(evidence: IndexedEvidence, told: ReadonlySet<string>): CheckResult {
  const { decisions, decisionIndex, isAsCommitted, versions } = evidence
  const findings = new Map<number, Finding>()
  for (let at = 0; at < decisions.length; at++) {
    const index = decisionIndex[at] as number
    if (index === -1 || isAsCommitted[at] === 1) continue
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind !== 'decision') continue
    if (findings.has(index) || told.has(event.content)) continue
    const { version, cause } = event
    const committed = versions.of(index).filter((row) => row.version === version)
    if (committed.length === 0 || committed.some((row) => isSameCause(row.cause, cause))) continue
    findings.set(
      index,
      findingOf(evidence, 'aborted-read', [index], {
        expected: 'the cause that was committed with the decision',
        actual: `version ${version} seen with ${sayCause(cause)}, committed with ${committed.map((row) => sayCause(row.cause)).join(' and ')}`,
        lastSeen: 'decided',
      }),
    )
  }
  return { findings: [...findings.values()], opportunities: {} }
}

function isSameCause(one: DecisionCause, other: DecisionCause): boolean {
  if (one.kind === 'close') return other.kind === 'close' && one.closeId === other.closeId
  return other.kind === 'record' && one.partition === other.partition && Number(one.offset) === Number(other.offset)
}

function sayCause(cause: DecisionCause): string {
  return cause.kind === 'close' ? `close ${cause.closeId}` : `partition ${cause.partition} offset ${cause.offset}`
}
