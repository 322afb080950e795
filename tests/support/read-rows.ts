/**
 * Reads one file and prints what its rows became: `node tests/support/read-rows.ts inspect FILE`, or `history FOLDER` for a folder with a profile.
 * A process of its own, for its memory.
 */

import { join } from 'node:path'
import { inspectFiles, loadHistory, loadHistoryProfile, profileFileName, type QuarantinedRow } from '../../replay/index.ts'

export interface ReadRows {
  readonly records: number
  readonly quarantined: number
  readonly reasons: Readonly<Record<string, number>>
  /** Quarantined rows that were told one by one. */
  readonly told: number
}

let told = 0
const onQuarantined = (rows: readonly QuarantinedRow[]): void => void (told += rows.length)

async function inspected(file: string): Promise<ReadRows> {
  for await (const found of inspectFiles(file, { onQuarantined })) {
    if (found.kind === 'error') throw found.error
    const { records, quarantined } = found.inspection
    return { records, quarantined: quarantined.count, reasons: quarantined.reasons, told }
  }
  throw new Error(`${file} holds no file`)
}

async function loaded(folder: string): Promise<ReadRows> {
  const profile = await loadHistoryProfile(join(folder, profileFileName))
  const { records, quarantined } = await loadHistory(folder, profile, undefined, { onQuarantined })
  return { records: records.length, quarantined: quarantined.count, reasons: quarantined.reasons, told }
}

const [how = '', path = ''] = process.argv.slice(2)
console.log(JSON.stringify(how === 'history' ? await loaded(path) : await inspected(path)))
