/** Files of any size in any format, for benchmarks: records with ids of their own, amounts that differ, a payout in five hundred. */

import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { addDays } from '../harness/model/day.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import type { WrittenFormatName } from '../replay/index.ts'
import { writtenFormats } from '../replay/write/written-formats.ts'

const rowsPerPayout = 500
const rowsPerDay = 20_000
const account = { account: 'acct_1', zone: 'Europe/Berlin', currency: 'EUR', statementAccount: 'DE00TENFOLD10001', sender: 'STRIPE' }

/** Gives back how many rows it wrote. */
export async function writeLargeFile(path: string, name: WrittenFormatName, bytes: number): Promise<number> {
  const format = writtenFormats[name]
  const { side } = format
  const onlyPayouts = name === 'stripe-payouts'
  const writer = format.writer(account)
  const stream = createWriteStream(path, { highWaterMark: 1_048_576 })
  let text = writer.begin()
  let [written, rows, paidMinor] = [0, 0, 0n]
  while (written < bytes) {
    const isPayout = side === 'processor' && (onlyPayouts || rows % rowsPerPayout === rowsPerPayout - 1)
    const record = isPayout ? payoutOf(rows, onlyPayouts ? 12_345n : paidMinor) : recordOf(side, rows)
    paidMinor = isPayout ? 0n : paidMinor + record.netMinor
    text += writer.add(record)
    rows++
    if (text.length < 1_048_576) continue
    written += text.length
    if (!stream.write(text)) await once(stream, 'drain')
    text = ''
  }
  stream.end(text + writer.end())
  await finished(stream)
  return rows
}

const days = new Map<number, string>()

function common(row: number): Pick<CanonicalRecord, 'tenant' | 'merchant' | 'account' | 'currency' | 'occurredAt' | 'businessDate'> {
  const dayNumber = Math.floor(row / rowsPerDay)
  const businessDate = days.get(dayNumber) ?? addDays('2020-01-01', dayNumber)
  days.set(dayNumber, businessDate)
  const second = 21_600 + (row % rowsPerDay) * 2
  const pair = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const time = `${pair(second / 3_600)}:${pair((second / 60) % 60)}:${pair(second % 60)}`
  return { tenant: 't', merchant: 'm', account: 'acct_1', currency: 'EUR', occurredAt: `${businessDate}T${time}.000Z`, businessDate }
}

function recordOf(side: CanonicalRecord['side'], row: number): CanonicalRecord {
  const grossMinor = BigInt(500 + ((row * 7_919) % 49_999))
  if (side === 'bank') {
    const references = [`po_${row}`, `TR${row}`]
    return { ...common(row), side, source: 'bank', recordId: `BK${row}`, kind: 'bank_line', references, ...amounts(grossMinor, 0n) }
  }
  const ids = { ref: `pi_${row}`, parentRef: `ch_${row}` }
  if (side === 'ledger')
    return { ...common(row), side, source: 'ledger', recordId: `le_${row}`, kind: 'charge', ...ids, ...amounts(grossMinor, 0n) }
  const payoutRef = `po_${Math.floor(row / rowsPerPayout)}`
  const feeMinor = (grossMinor * 29n) / 1_000n + 30n
  return {
    ...common(row),
    side,
    source: 'stripe',
    recordId: `txn_${row}`,
    kind: 'charge',
    ...ids,
    payoutRef,
    ...amounts(grossMinor, feeMinor),
  }
}

function payoutOf(row: number, paidMinor: bigint): CanonicalRecord {
  const ref = `po_${Math.floor(row / rowsPerPayout)}`
  const ids = { recordId: `txn_${row}`, kind: 'payout', ref, traceRef: `TR${row}` } as const
  return { ...common(row), side: 'processor', source: 'stripe', ...ids, ...amounts(-paidMinor, 0n) }
}

function amounts(grossMinor: bigint, feeMinor: bigint): Pick<CanonicalRecord, 'grossMinor' | 'feeMinor' | 'netMinor'> {
  return { grossMinor, feeMinor, netMinor: grossMinor - feeMinor }
}
