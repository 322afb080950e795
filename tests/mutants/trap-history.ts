/** A history that gives every seeded bug its chance: ids shared by tenants and merchants, refunds like their charges, conflicting versions. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { camt053Xml, ledgerCsv, stripeCsv } from '../../replay/generate/write-files.ts'
import type { CanonicalRecord, Kind } from '../../harness/model/record.ts'
import { profileFileName, type FileProfile, type HistoryProfile } from '../../replay/index.ts'

const tenants = ['alpha', 'beta'] as const
const merchants = ['m-1', 'm-2'] as const
/** Payments of each merchant. A dropped record in a thousand needs some thousands of records. */
const payments = 450
const startMs = Date.UTC(2026, 10, 25, 8)
/** Between payments of one merchant; the stripe report knows whole seconds. */
const stepMs = 2_000
const zone = 'UTC'
const iban = 'DE89370400440532013000'

/** Writes the files and their profile into `folder`; the same bytes every time. Returns the profile's path. */
export async function writeTrapHistory(folder: string): Promise<string> {
  const entries: FileProfile[] = []
  await mkdir(folder, { recursive: true })
  for (const tenant of tenants) {
    const ledger: CanonicalRecord[] = []
    for (const merchant of merchants) {
      const { books, rows, lines } = merchantRecords(tenant, merchant)
      ledger.push(...books)
      const stripe = `stripe-${tenant}-${merchant}.csv`
      const bank = `bank-${tenant}-${merchant}.xml`
      await writeFile(join(folder, stripe), stripeCsv(rows))
      await writeFile(join(folder, bank), camt053Xml(iban, 'EUR', lines))
      // The same account names in every tenant: only the tenant and the merchant tell the records apart.
      entries.push({ file: stripe, format: 'stripe-itemized', account: 'acct_1', zone, tenant, merchant })
      entries.push({ file: bank, format: 'camt053', account: 'bank_1', zone, tenant, merchant })
    }
    const file = `ledger-${tenant}.csv`
    await writeFile(join(folder, file), ledgerCsv(ledger))
    entries.push({ file, format: 'ledger-csv', account: 'books', zone, tenants: [tenant] })
  }
  const profile: HistoryProfile = { version: 1, files: entries }
  const path = join(folder, profileFileName)
  await writeFile(path, `${JSON.stringify(profile, null, 2)}\n`)
  return path
}

interface MerchantRecords {
  readonly books: readonly CanonicalRecord[]
  readonly rows: readonly CanonicalRecord[]
  readonly lines: readonly CanonicalRecord[]
}

/** Records of one merchant. What differs between tenants is only what lets a mix-up be seen: every tenth payment of beta has no processor row. */
function merchantRecords(tenant: string, merchant: string): MerchantRecords {
  const books: CanonicalRecord[] = []
  const rows: CanonicalRecord[] = []
  let memberMinor = 0n
  const at = (index: number): string => new Date(startMs + index * stepMs).toISOString()
  const record = (
    side: 'ledger' | 'processor',
    recordId: string,
    kind: Kind,
    index: number,
    grossMinor: bigint,
    extra: Partial<CanonicalRecord>,
  ): CanonicalRecord => {
    const feeMinor = side === 'processor' && kind === 'charge' ? 30n : 0n
    return {
      tenant,
      merchant,
      side,
      source: side === 'ledger' ? 'ledger' : 'stripe',
      account: side === 'ledger' ? 'books' : 'acct_1',
      recordId,
      kind,
      grossMinor,
      feeMinor,
      netMinor: grossMinor - feeMinor,
      currency: 'EUR',
      occurredAt: at(index),
      businessDate: at(index).slice(0, 10),
      ...extra,
    }
  }
  const addRow = (row: CanonicalRecord, isMember: boolean): void => {
    rows.push(isMember ? { ...row, payoutRef: 'po_1' } : row)
    if (isMember) memberMinor += row.netMinor
  }
  for (let index = 0; index < payments; index++) {
    const ref = `pi_${index}`
    const amountMinor = 1_000n + BigInt(index % 7) * 250n
    const entryId = merchant === 'm-1' ? `e_${index}` : `f_${index}`
    books.push(record('ledger', entryId, 'charge', index, amountMinor, { ref }))
    if (tenant === 'beta' && index % 10 === 9) continue
    addRow(record('processor', `txn_${index}`, 'charge', index, amountMinor, { ref, parentRef: `ch_${index}` }), true)
    // A refund under its charge's own reference and amount; every second one is missing at the processor.
    if (index % 9 === 4) {
      books.push(record('ledger', `${entryId}_r`, 'refund', index + 1, -amountMinor, { ref, parentRef: `ch_${index}` }))
      if (index % 2 === 0)
        addRow(record('processor', `txn_${index}_r`, 'refund', index + 1, -amountMinor, { ref, parentRef: `ch_${index}` }), true)
    }
    // The same transaction once more with another amount, long after the first: a conflict, and out of every sum.
    if (index % 30 === 17) {
      const last = rows.pop()
      if (last === undefined) throw new Error('a conflict needs its first version')
      memberMinor -= last.netMinor
      rows.push({ ...last, payoutRef: 'po_1' })
      rows.push(
        record('processor', `txn_${index}`, 'charge', index + 60, amountMinor + 500n, { ref, parentRef: `ch_${index}`, payoutRef: 'po_1' }),
      )
    }
  }
  const end = payments + 70
  rows.push(record('processor', 'txn_po_1', 'payout', end, -memberMinor, { ref: 'po_1', traceRef: 'TR1' }))
  const line: CanonicalRecord = {
    ...record('ledger', 'BANK1', 'bank_line', end + 1, memberMinor, { references: ['TR1'] }),
    side: 'bank',
    source: 'bank',
    account: 'bank_1',
  }
  return { books, rows, lines: [line] }
}
