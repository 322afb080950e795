/** Class 16: every decision that was seen is one that the system committed. */

import { isSameResult } from '../model/decision.ts'
import type { ClaimedResult, ObservedDecision } from '../model/decision.ts'
import type { Finding } from '../model/finding.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import { sayResult } from './say-result.ts'

/**
 * A decision seen on the topic whose version the history does not have, or has with another result. Without a history the final
 * state must have reached the version, and say the same if it is its latest.
 */
export function checkAbortedReads(evidence: IndexedEvidence): CheckResult {
  const { comparison, decisions, decisionIndex, isAsCommitted, history, versions } = evidence
  const findings: Finding[] = []
  const told = new Set<number>()
  let opportunities = 0
  for (let at = 0; at < decisions.length; at++) {
    const index = decisionIndex[at] as number
    if (index === -1) continue
    opportunities++
    if (isAsCommitted[at] === 1 || told.has(index)) continue
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind !== 'decision') continue
    const { version, result } = event
    const row = comparison.rowOf[index]
    // Without a history nobody can tell a decision that was never committed from a record lost after it: the loss is told.
    if (history === undefined && row === undefined) continue
    const committed =
      history === undefined
        ? committedByFinalState(row?.current, version)
        : versions
            .of(index)
            .filter((candidate) => candidate.version === version)
            .map((candidate) => candidate.result)
    if (committed === 'earlier' || committed.some((candidate) => isSameResult(candidate, result))) continue
    told.add(index)
    const actual = committed.length === 0 ? 'never committed' : `committed as ${committed.map(sayResult).join(' and ')}`
    findings.push(
      findingOf(evidence, 'aborted-read', [index], {
        expected: 'only committed decisions are published',
        actual: `version ${version} seen as ${sayResult(result)}, ${actual}`,
        lastSeen: 'decided',
      }),
    )
  }
  return { findings, opportunities: { 'aborted-read': opportunities } }
}

/** `earlier`: an older version, of which the final state says nothing. */
function committedByFinalState(
  current: { readonly result: ClaimedResult; readonly version: number } | undefined,
  version: number,
): 'earlier' | readonly ClaimedResult[] {
  if (current === undefined || current.version < version) return []
  return current.version > version ? 'earlier' : [current.result]
}
