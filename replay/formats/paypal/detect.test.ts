import { expect, test } from 'vitest'
import { bytesInput } from '../bytes-input.ts'
import { detectFormat } from '../detect.ts'
import { readAs, smallText } from '../traps/processor-files.ts'

const formatOf = (text: string): Promise<string> => detectFormat(bytesInput('file', text))
/** A detail report, and a settlement report with its columns: nothing stands in them. Without quotes, as some are. */
const detail = smallText('paypal-trr').replaceAll('"', '')
const settlement = detail.replaceAll(/,[SPD],Jane$/gm, ',,')

// One row is damaged: a quote that nothing closes, a status, cells too many, cells too few.
const damages: readonly (readonly [string, string])[] = [
  [',CR,5200', ',",5200'],
  ['225,EUR,', '225,EUR,S'],
  ['5TX1,INV-7', '5TX1,INV,7,,'],
  ['5TX1,INV-7,', '5TX1'],
]

test.each(damages)('one row with %s as %s takes no other one with it', async (from, to) => {
  const damaged = settlement.replace(from, to)
  expect(damaged).not.toBe(settlement)
  expect(await formatOf(damaged)).toBe('paypal-stl')
  const { records, quarantined } = await readAs('paypal-stl', damaged)
  expect(records.map(({ recordId }) => recordId).slice(-4)).toEqual(['5TX2', '6FX1', '6FX2', '7WD1'])
  expect(records.length + quarantined.length).toBe(5)
})

test.each<readonly [string, string]>([...damages, [',EUR,S,', ',EUR,,']])(
  'nor does it make a settlement report of a detail report: %s as %s',
  async (from, to) => {
    expect(await formatOf(detail.replace(from, to))).toBe('paypal-trr')
  },
)
