/** What the shipped samples are. `node replay/generate/samples.ts` writes them again; a test compares them byte for byte. */

import { join } from 'node:path'
import type { SyntheticOptions } from './options.ts'
import { writeSyntheticHistory } from './write-history.ts'

export const samplesFolder = join(import.meta.dirname, '..', 'samples')

/** A small group's week, with the usual discrepancies. */
export const sampleOptions: SyntheticOptions = {
  seed: 20_260_302,
  tenants: 2,
  merchants: 6,
  targetRecords: 3_000,
  days: 5,
  discrepancies: 'typical',
  startDate: '2026-03-02',
}

if (import.meta.main) await writeSyntheticHistory(samplesFolder, sampleOptions)
