/** A commercial history as files in a folder, in the formats that were asked for, in flat memory. The one place of this room that writes. */

import { addDays } from '../../../harness/model/day.ts'
import { makeFolders } from '../../../harness/files/make-folders.ts'
import { encodeRecord } from '../../../harness/model/record-key.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { profileFileName } from '../../history.ts'
import { prng } from '../../prng.ts'
import type { FileProfile } from '../../profile.ts'
import { merchantGroup, type Merchant } from '../group.ts'
import { encodePlant, replanted } from '../key.ts'
import type { Booked } from '../payment.ts'
import { keyFileName } from '../write-history.ts'
import { resolveCommerce, type CommerceOptions, type ResolvedCommerce } from './commerce-options.ts'
import { AccountFiles, type WrittenFile } from './account-files.ts'
import { FileSink, toldWell } from './file-sink.ts'
import { MerchantHistory, type Counters } from './merchant-history.ts'
import { dayWeight } from './shape.ts'

/** Canonical records of the history, as a reader of its files gives them: what `tenfold match` reads. */
export const recordsFileName = 'records.ndjson'

export interface WrittenHistory {
  readonly records: number
  readonly planted: number
  readonly files: readonly WrittenFile[]
}

/** Every record of a commercial history, merchant by merchant. Same options, same records. */
export function* commerceHistory(
  options: ResolvedCommerce,
): Generator<{ readonly merchant: Merchant; readonly history: Iterable<Booked> }> {
  const merchants = merchantGroup(options.tenants, options.merchants).map((merchant) => withKnownCurrency(merchant, options))
  const counters: Counters = { payments: 0, payouts: 0 }
  const weights = dayWeights(options)
  for (const [index, quota] of quotas(merchants.length, options.targetRecords).entries()) {
    const merchant = merchants[index]
    if (merchant === undefined || quota === 0) continue
    const random = prng((options.seed + Math.imul(index + 1, 0x9e3779b9)) >>> 0)
    const history = new MerchantHistory(options, merchant, random, counters)
    yield { merchant, history: history.records(weights.map((weight) => Math.floor(quota * weight))) }
  }
}

/** Writes the files, their profile, key and records. Throws OUTPUT_NOT_WRITABLE or DISK_FULL. */
export async function writeCommerceHistory(folder: string, asked: CommerceOptions): Promise<WrittenHistory> {
  const options = resolveCommerce(asked)
  await toldWell(folder, async () => makeFolders(folder))
  await using key = await FileSink.open(folder, keyFileName)
  await using lines = await FileSink.open(folder, recordsFileName)
  const files: WrittenFile[] = []
  const profile: FileProfile[] = []
  let [records, planted] = [0, 0]
  for (const { merchant, history } of commerceHistory(options)) {
    await using accounts = new AccountFiles(folder, merchant, options)
    const carried = (record: CanonicalRecord): CanonicalRecord => accounts.carried(record)
    for (const booked of history) {
      for (const record of booked.records) {
        records++
        await lines.write(`${encodeRecord(await accounts.add(record))}\n`)
      }
      if (booked.plant === undefined) continue
      planted++
      await key.write(`${encodePlant(replanted(booked.plant, booked.records, carried))}\n`)
    }
    files.push(...(await accounts.end()))
    profile.push(...accounts.profile())
  }
  await using profileFile = await FileSink.open(folder, profileFileName)
  await profileFile.write(`${JSON.stringify({ version: 1, files: profile }, null, 2)}\n`)
  return { records, planted, files }
}

/** By Zipf's law: the n-th has 1/n of the first's records. */
function quotas(merchants: number, records: number): number[] {
  const sum = Array.from({ length: merchants }, (_, index) => 1 / (index + 1)).reduce((total, each) => total + each, 0)
  const shares = Array.from({ length: merchants }, (_, index) => Math.floor(records / (index + 1) / sum))
  const rest = records - shares.reduce((total, each) => total + each, 0)
  return shares.map((each, index) => (index === 0 ? each + rest : each))
}

/** The share of all records that there is at the end of each day. */
function dayWeights({ startDate, days }: ResolvedCommerce): number[] {
  const weights = Array.from({ length: days }, (_, dayNumber) => dayWeight(addDays(startDate, dayNumber)))
  const sum = weights.reduce((total, each) => total + each, 0)
  let cumulated = 0
  return weights.map((weight, index) => (index === days - 1 ? 1 : (cumulated += weight / sum)))
}

/** PayPal has no currencies of three digits: the two that its files leave out the point of would not hold them. */
function withKnownCurrency(merchant: Merchant, { processor }: ResolvedCommerce): Merchant {
  return processor.source === 'paypal' && merchant.currency === 'KWD' ? { ...merchant, currency: 'SEK' } : merchant
}
