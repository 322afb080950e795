/** A synthetic history as files in a folder: reports, statements, ledgers, profile and key. The one place of this room that writes. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolders } from '../../harness/files/make-folders.ts'
import { writeFailure } from '../../harness/model/errors.ts'
import { inOrderOfTime, profileFileName } from '../history.ts'
import type { FileProfile, HistoryProfile } from '../profile.ts'
import type { Merchant } from './group.ts'
import { encodePlant, type Plant } from './key.ts'
import { resolveSynthetic, type SyntheticOptions } from './options.ts'
import { synthesize } from './synthesize.ts'
import { camt053Xml, ledgerCsv, stripeCsv } from './write-files.ts'

export const keyFileName = 'key.ndjson'

export interface SyntheticFiles {
  readonly profile: HistoryProfile
  readonly key: readonly Plant[]
  /** Name inside the folder to text, `profile.json` and `key.ndjson` among them. */
  readonly files: ReadonlyMap<string, string>
}

/** The files of a synthetic history, in memory. Same options, same bytes. */
export function syntheticFiles(options: SyntheticOptions): SyntheticFiles {
  const resolved = resolveSynthetic(options)
  const { merchants, records, key } = synthesize(resolved)
  const byAccount = Map.groupBy(inOrderOfTime(records), ({ account }) => account)
  const files = new Map<string, string>()
  const entries: FileProfile[] = []
  const { zone } = resolved

  for (const { tenant, merchant, processorAccount, bankAccount, iban, currency } of merchants) {
    const rows = byAccount.get(processorAccount)
    if (rows !== undefined) {
      const file = `stripe-${processorAccount}.csv`
      files.set(file, stripeCsv(rows))
      entries.push({ file, format: 'stripe-itemized', account: processorAccount, zone, tenant, merchant })
    }
    const lines = byAccount.get(bankAccount)
    if (lines !== undefined) {
      const file = `${bankAccount}.xml`
      files.set(file, camt053Xml(iban, currency, lines))
      entries.push({ file, format: 'camt053', account: bankAccount, zone, tenant, merchant, statementAccount: iban })
    }
  }
  for (const { ledgerAccount: account, tenant } of firstOfEachTenant(merchants)) {
    const rows = byAccount.get(account)
    if (rows === undefined) continue
    const file = `${account}.csv`
    files.set(file, ledgerCsv(rows))
    entries.push({ file, format: 'ledger-csv', account, zone, tenants: [tenant] })
  }
  const profile: HistoryProfile = { version: 1, files: entries }
  files.set(profileFileName, `${JSON.stringify(profile, null, 2)}\n`)
  files.set(keyFileName, key.map((plant) => `${encodePlant(plant)}\n`).join(''))
  return { profile, key, files }
}

/** Writes them into a folder, which is made. Throws OUTPUT_NOT_WRITABLE or DISK_FULL. */
export async function writeSyntheticHistory(folder: string, options: SyntheticOptions): Promise<SyntheticFiles> {
  const history = syntheticFiles(options)
  await written(folder, async () => makeFolders(folder))
  for (const [name, text] of history.files) {
    const path = join(folder, name)
    await written(path, () => writeFile(path, text))
  }
  return history
}

async function written(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}

function firstOfEachTenant(merchants: readonly Merchant[]): Merchant[] {
  return [...new Map(merchants.map((merchant) => [merchant.ledgerAccount, merchant])).values()]
}
