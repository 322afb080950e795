import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { recordOf } from '../../tests/support/sample-record.ts'
import { amplify } from './amplify.ts'

/** Charges of one merchant and day, a minute apart. */
function charges(rows: readonly { readonly id: string; readonly minor: bigint }[]): CanonicalRecord[] {
  return rows.map(({ id, minor }, index) =>
    recordOf({
      side: 'ledger',
      kind: 'charge',
      recordId: id,
      ref: id,
      grossMinor: minor,
      occurredAt: new Date(Date.UTC(2026, 0, 5, 10, index)).toISOString(),
    }),
  )
}

/** The second copy of the first record: what would be sent first. */
function firstCopy(records: readonly CanonicalRecord[]): CanonicalRecord | undefined {
  const timed = records.map((record) => ({ record, atMs: Date.parse(record.occurredAt) }))
  const copies = [...amplify(timed, 2).timed()].map(({ record }) => record)
  // The two copies of a record follow each other.
  return copies[1]
}

// Decision 12: no copy can be sent before the last record was read, whoever chooses. Whatever is chosen by what came before, the last record may be it.
describe('one more record at the end of a history changes the copies of those before it', () => {
  test('an amount that a copy was given may come later', () => {
    const minors = fc.uniqueArray(fc.bigInt({ min: 1_000n, max: 1_010n }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(minors, (own) => {
        const before = own.map((minor, index) => ({ id: `pi_00${index}`, minor }))
        const chosen = firstCopy(charges(before))
        const last = { id: 'pi_009', minor: chosen?.grossMinor ?? 0n }
        const again = firstCopy(charges([...before, last]))
        expect(again?.grossMinor).not.toBe(chosen?.grossMinor)
      }),
    )
  })

  test('an id that a copy was given may come later', () => {
    const before = [{ id: 'pi_000042', minor: 1_000n }]
    const chosen = firstCopy(charges(before))
    expect(chosen?.recordId).toMatch(/^pi_\d{6}$/)
    const last = { id: chosen?.recordId ?? '', minor: 9_000n }
    expect(firstCopy(charges([...before, last]))?.recordId).not.toBe(chosen?.recordId)
  })
})
