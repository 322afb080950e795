/** What the shipped samples are. `node replay/generate/samples.ts` writes them again; a test compares them byte for byte. */

import { mkdtempDisposable, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadHistoryProfile, profileFileName } from '../history.ts'
import type { FileProfile } from '../profile.ts'
import type { WrittenFormatName } from '../write/format-names.ts'
import { writeCommerceHistory } from './commerce/write-commerce.ts'
import { decodeKey, encodePlant } from './key.ts'
import { keyFileName } from './write-history.ts'

export const samplesFolder = join(import.meta.dirname, '..', 'samples')

/** One tenant for each line: what its processor, its bank and its ledger export. Every format that can be written is among them. */
export const sampleFormats: readonly (readonly WrittenFormatName[])[] = [
  ['stripe-itemized', 'camt053', 'ledger-csv'],
  ['paypal-stl', 'mt940', 'shopify-transactions'],
  ['adyen-settlement', 'camt054', 'ledger-csv'],
  ['stripe-balance-change', 'bai2', 'ledger-csv'],
  ['stripe-payouts', 'ofx2', 'shopify-orders'],
  ['paypal-trr', 'mt942', 'ledger-csv'],
  ['stripe-api', 'ofx1', 'ledger-csv'],
]

const recordsPerTenant = 425

/** A working week of small merchants with the usual discrepancies. */
const week = { seed: 20_260_302, days: 5, startDate: '2026-03-02', zone: 'Europe/Berlin', discrepancies: 'typical' } as const

/**
 * Writes the samples. Each history is generated for as many tenants as stand before its own, of which the last is kept: so tenants and
 * accounts of all of them are different, and one profile names them all.
 */
export async function writeSamples(folder: string): Promise<void> {
  const entries: FileProfile[] = []
  const key: string[] = []
  for (const [index, formats] of sampleFormats.entries()) {
    const tenants = index + 1
    const tenant = `tenant-${tenants}`
    await using made = await mkdtempDisposable(join(tmpdir(), 'tenfold-samples-'))
    await writeCommerceHistory(made.path, { ...week, tenants, merchants: tenants, targetRecords: recordsOf(tenants), formats })
    const { files } = await loadHistoryProfile(join(made.path, profileFileName))
    const own = files.filter((entry) => ('tenants' in entry ? entry.tenants.includes(tenant) : entry.tenant === tenant))
    for (const { file } of own) await writeFile(join(folder, file), await readFile(join(made.path, file)))
    entries.push(...own)
    const plants = decodeKey(await readFile(join(made.path, keyFileName), 'utf8'))
    key.push(...plants.filter((plant) => plant.tenant === tenant).map((plant) => `${encodePlant(plant)}\n`))
  }
  await writeFile(join(folder, profileFileName), `${JSON.stringify({ version: 1, files: entries }, null, 2)}\n`)
  await writeFile(join(folder, keyFileName), key.join(''))
}

/** The n-th merchant has 1/n of the first's records: so many in all give the last one as many as it should have. */
function recordsOf(merchants: number): number {
  const shares = Array.from({ length: merchants }, (_, index) => 1 / (index + 1)).reduce((sum, share) => sum + share, 0)
  return Math.round(recordsPerTenant * merchants * shares)
}

if (import.meta.main) {
  for (const name of await readdir(samplesFolder)) if (name !== 'README.md') await rm(join(samplesFolder, name))
  await writeSamples(samplesFolder)
}
