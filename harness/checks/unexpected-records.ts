/** Class 2, and 11 and 12 where a sent record came back as another one: nothing is held or decided that was never sent. */

import { absoluteMinor } from '../model/money.ts'
import type { FinalStateRow, ObservedDecision } from '../model/decision.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { identityOf, identityText } from '../model/record-key.ts'
import type { RecordIdentity } from '../model/record-key.ts'
import type { Evidence } from './evidence.ts'
import { atRiskOf, countPresent, findingOfKey, findingOfRow, keyAt } from './found.ts'
import type { CheckResult } from './found.ts'
import { eachVersion } from './indexed-evidence.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import { alteredClass } from './money-class.ts'

/** `replaced` are the absent records whose identity the system holds with another content: one fault, told here. */
export function checkUnexpectedRecords(evidence: IndexedEvidence): CheckResult & { readonly replaced: ReadonlySet<number> } {
  const { expected, comparison, decisions, decisionIndex, unknownContents } = evidence
  const findings: Finding[] = []
  const replaced = new Set<number>()
  const told = new Set<string>()
  const absent = absentByIdentity(evidence)
  for (const row of comparison.unknownRows) {
    if (told.has(row.content)) continue
    told.add(row.content)
    const index = absent.get(identityText(row.identity))
    if (index !== undefined) replaced.add(index)
    const sent = index === undefined ? undefined : expected.records[index]
    findings.push(
      findingOfRow(
        sent === undefined ? 'unexpected-record' : classOfReplaced(sent, row),
        row,
        index === undefined ? [] : [keyAt(expected, index)],
        {
          expected:
            sent === undefined ? 'no such record: none was accepted' : `the record as sent, gross ${sent.grossMinor}, net ${sent.netMinor}`,
          actual: `a row, ${row.current?.result.state ?? 'OPEN'}, gross ${row.grossMinor}, net ${row.netMinor}`,
          lastSeen: 'final state',
        },
      ),
    )
  }
  findings.push(...otherIdentities(evidence))
  let seen = 0
  let untold = 0
  let strangers = 0
  for (let at = 0; at < decisions.length; at++) {
    if (decisionIndex[at] !== -1) {
      seen++
      continue
    }
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind !== 'decision') continue
    seen++
    const { content, identity, result } = event
    if (unknownContents.has(content) || told.has(content)) continue
    told.add(content)
    if (++strangers > strangersMax) {
      untold++
      continue
    }
    findings.push(
      findingOfKey('unexpected-record', identity, content, {
        expected: 'no decision: no such record was accepted',
        actual: `decided ${result.state}`,
        lastSeen: 'decided',
      }),
    )
  }
  const last = findings.at(-1)
  if (untold > 0 && last !== undefined)
    findings[findings.length - 1] = { ...last, actual: `${last.actual}, and ${untold} more such records` }
  const rows = comparison.unknownRows.length + countPresent(comparison.rowOf)
  return { findings, replaced, opportunities: { 'unexpected-record': rows + seen } }
}

/** Records told that were decided and never sent; a stack that takes part in another's run decides millions. */
const strangersMax = 300

/** Our content under another identity: which record it is, who owns it, or where it came from was changed. One finding a record. */
function otherIdentities(evidence: IndexedEvidence): Finding[] {
  const { expected, comparison, decisions, decisionIndex, isAsCommitted, historyIndex, plain } = evidence
  const findings = new Map<number, Finding>()
  const look = (index: number, content: string, identity: RecordIdentity, what: string, lastSeen: string): void => {
    const record = expected.records[index] as CanonicalRecord
    if (sameIdentity(identity, record) || findings.has(index)) return
    const own = keyAt(expected, index)
    const finding = findingOfKey('unexpected-record', own, content, {
      expected: `${what} of ${identityText(record)}`,
      actual: `${what} of ${identityText(identity)}`,
      lastSeen,
    })
    findings.set(index, { ...finding, subjects: [own, { ...identity, content }], atRisk: atRiskOf(record) })
  }
  comparison.rowOf.forEach((row, index) => {
    if (row !== undefined && plain.isPlain[index] === 0) look(index, row.content, row.identity, 'a row', 'final state')
  })
  for (const { index, row } of comparison.extraRows) look(index, row.content, row.identity, 'a row', 'final state')
  eachVersion(evidence, ({ content, identity }, at) => {
    const index = historyIndex[at] as number
    if (index !== -1) look(index, content, identity, 'a version', 'decided')
  })
  for (let at = 0; at < decisions.length; at++) {
    const index = decisionIndex[at] as number
    if (index === -1 || isAsCommitted[at] === 1) continue
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind === 'decision') look(index, event.content, event.identity, 'a decision', 'decided')
  }
  return [...findings.values()]
}

function sameIdentity(one: RecordIdentity, other: RecordIdentity): boolean {
  return (
    one === other ||
    (one.recordId === other.recordId &&
      one.tenant === other.tenant &&
      one.merchant === other.merchant &&
      one.source === other.source &&
      one.account === other.account &&
      one.kind === other.kind)
  )
}

function absentByIdentity({ expected, comparison }: Evidence): ReadonlyMap<string, number> {
  const absent = new Map<string, number>()
  if (comparison.unknownRows.length === 0) return absent
  expected.records.forEach((record, index) => {
    if (comparison.rowOf[index] === undefined) absent.set(identityText(identityOf(record)), index)
  })
  return absent
}

function classOfReplaced(sent: CanonicalRecord, row: FinalStateRow): AnomalyClass {
  const same = sent.grossMinor === row.grossMinor && sent.netMinor === row.netMinor && sent.currency === row.currency
  if (same) return 'unexpected-record'
  const grossDrift = row.grossMinor - sent.grossMinor
  const netDrift = row.netMinor - sent.netMinor
  return alteredClass(absoluteMinor(grossDrift) > absoluteMinor(netDrift) ? grossDrift : netDrift, sent.currency)
}
