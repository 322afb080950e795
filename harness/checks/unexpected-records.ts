/** Class 2, and 11 and 12 where a sent record came back as another one: nothing is held or decided that was never sent. */

import { absoluteMinor } from '../model/money.ts'
import type { FinalStateRow } from '../model/decision.ts'
import type { AnomalyClass, Finding } from '../model/finding.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { identityOf, identityText } from '../model/record-key.ts'
import type { Evidence } from './evidence.ts'
import { findingOfKey, findingOfRow, keyAt } from './found.ts'
import type { CheckResult } from './found.ts'
import { alteredClass } from './money-class.ts'

/** `replaced` are the absent records whose identity the system holds with another content: one fault, told here. */
export function checkUnexpectedRecords(evidence: Evidence): CheckResult & { readonly replaced: ReadonlySet<number> } {
  const { expected, comparison, decisions, unknownContents } = evidence
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
  let seen = 0
  for (const { event } of decisions) {
    if (event.kind !== 'decision') continue
    seen++
    const { content, identity, result } = event
    if (expected.indexByContent.has(content) || unknownContents.has(content) || told.has(content)) continue
    told.add(content)
    findings.push(
      findingOfKey('unexpected-record', identity, content, {
        expected: 'no decision: no such record was accepted',
        actual: `decided ${result.state}`,
        lastSeen: 'decided',
      }),
    )
  }
  const rows = comparison.unknownRows.length + comparison.rowOf.filter((row) => row !== undefined).length
  return { findings, replaced, opportunities: { 'unexpected-record': rows + seen } }
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
