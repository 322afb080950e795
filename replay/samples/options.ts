/** What the shipped samples are: a small group's week, with the usual discrepancies. */

import type { SyntheticOptions } from '../generate/options.ts'

export const sampleOptions: SyntheticOptions = {
  seed: 20_260_302,
  tenants: 2,
  merchants: 6,
  targetRecords: 3_000,
  days: 5,
  discrepancies: 'typical',
  startDate: '2026-03-02',
}
