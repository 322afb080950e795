/** Classes 1 and 22: every accepted record is in the final state; a log that moved past one without its row skipped it. */

import type { Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { Evidence } from './evidence.ts'
import { findingOf } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import { isSettled } from './log-positions.ts'
import type { LogPositions } from './log-positions.ts'

/**
 * An absent record whose partition shows an effect after it is an offset without effect; any other is lost, unless its partition never
 * settled: then it may still come. `explained` are records whose absence another finding tells already.
 */
export function checkAcceptedRecords(evidence: IndexedEvidence, positions: LogPositions, explained: ReadonlySet<number>): CheckResult {
  const { expected, comparison } = evidence
  const findings: Finding[] = []
  const decided = decidedRecords(evidence)
  const mates = matesByGroup(evidence)
  comparison.rowOf.forEach((row, index) => {
    if (row !== undefined || explained.has(index)) return
    const position = positions.firstOf(index)
    const processedTo = position === undefined ? undefined : positions.processedTo.get(position.partition)
    const skipped = position !== undefined && processedTo !== undefined && processedTo > position.offset
    if (!skipped && !isSettled(evidence, positions, index)) return
    const result = expected.results[index]
    const wasDecided = decided[index] === 1
    const group = result?.leg1Group ?? result?.leg2bGroup
    const harmed = (group === undefined ? [] : (mates.get(group) ?? [])).filter((mate) => mate !== index)
    findings.push(
      findingOf(evidence, skipped ? 'offset-without-effect' : 'lost-record', [index, ...harmed], {
        expected: `a row in the final state, ${result?.state ?? 'OPEN'}`,
        actual: skipped
          ? `no row; partition ${position.partition} was processed to offset ${processedTo}, past its ${position.offset}`
          : 'no row',
        lastSeen: wasDecided ? 'decided' : position === undefined ? 'answered' : 'logged',
      }),
    )
  })
  return { findings, opportunities: { 'lost-record': expected.records.length, 'offset-without-effect': positions.known } }
}

/** 1 for each record of which a decision was seen. */
function decidedRecords({ expected, decisionIndex }: IndexedEvidence): Uint8Array {
  const decided = new Uint8Array(expected.records.length)
  for (const index of decisionIndex) if (index !== -1) decided[index] = 1
  return decided
}

/** Mates named with an absent record: enough to see who was harmed. */
const matesMax = 8

/** The first present members of each group that has an absent one. */
function matesByGroup({ expected, comparison }: Evidence): ReadonlyMap<string, readonly number[]> {
  const wanted = new Map<string, number[]>()
  // Of the absent: no group has members of two tenants.
  const tenants = new Set<string>()
  const { rowOf } = comparison
  const groupOf = (index: number): string | undefined => expected.results[index]?.leg1Group ?? expected.results[index]?.leg2bGroup
  for (let index = rowOf.indexOf(undefined); index !== -1; index = rowOf.indexOf(undefined, index + 1)) {
    const group = groupOf(index)
    if (group === undefined) continue
    wanted.set(group, [])
    tenants.add((expected.records[index] as CanonicalRecord).tenant)
  }
  if (wanted.size === 0) return wanted
  for (let index = 0; index < rowOf.length; index++) {
    const mayBeMate = rowOf[index] !== undefined && tenants.has((expected.records[index] as CanonicalRecord).tenant)
    const group = mayBeMate ? groupOf(index) : undefined
    const mates = group === undefined ? undefined : wanted.get(group)
    if (mates !== undefined && mates.length < matesMax) mates.push(index)
  }
  return wanted
}
