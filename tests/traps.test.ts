import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { currencyExponent } from '../harness/model/currency.ts'
import { HarnessError } from '../harness/model/errors.ts'
import { formatMajor } from '../harness/model/money.ts'
import type { FileReading } from '../replay/formats/reading.ts'
import { readAny } from './mutated-files/read-any.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'tests', 'traps')
const page = readFileSync(join(root, 'docs', 'traps.md'), 'utf8')

/** `| [name](link) | trap | what is done | what comes out |` */
const traps = Array.from(page.matchAll(/^\| \[([^\]]+)\]\(\.\.\/([^)]+)\) \| (.+?) \| (.+?) \| (.+?) \|$/gm), (found) => {
  const [, name = '', path = '', trap = '', done = '', outcome = ''] = found
  return { name, path, trap, done, outcome }
})
const fixtures = traps.filter(({ path }) => path.startsWith('tests/traps/'))
const ofTests = traps.filter(({ path }) => !path.startsWith('tests/traps/'))

test('every trap has its file and every file its line, each once', () => {
  expect(fixtures.map(({ path }) => path.slice('tests/traps/'.length)).toSorted()).toEqual(readdirSync(folder).toSorted())
  expect(fixtures.filter(({ name, path }) => path !== `tests/traps/${name}`)).toEqual([])
  expect(fixtures.length).toBeGreaterThanOrEqual(60)
})

test.each(fixtures)('$name: $trap', async ({ path, outcome }) => {
  const [said = '', ...words] = outcome.split('; noted: ')
  const told = await outcomeOf(readFileSync(join(root, path)))
  expect(told.outcome).toBe(said)
  // Each note once by words of its own, so that a file without the trap, which stands on the page too, does not have it.
  expect(told.notes.map((note) => words.filter((each) => note.includes(each)))).toEqual(told.notes.map((_, at) => [words[at]]))
  expect(words).toHaveLength(told.notes.length)
})

test('a note is named by words that are in no other note of the page', () => {
  const named = new Set(fixtures.flatMap(({ outcome }) => outcome.split('; noted: ').slice(1)))
  expect([...named].filter((words) => words.length < 8 || [...named].some((other) => other !== words && other.includes(words)))).toEqual([])
})

// Files that are too large to be kept are made by the tests that are named.
test.each(ofTests)('$trap is shown by $path: $outcome', ({ path, outcome }) => {
  expect(readFileSync(join(root, path), 'utf8')).toContain(outcome)
})

/** In one line: records, quarantine, what is not booked, and the file's own totals. */
async function outcomeOf(bytes: Uint8Array): Promise<{ readonly outcome: string; readonly notes: readonly string[] }> {
  const told = await readAny('file', bytes).catch((error: unknown) => {
    if (error instanceof HarnessError && error.code === 'BAD_INPUT') return error
    throw error
  })
  if (told instanceof HarnessError) return { outcome: `refused: ${told.message.replace(/^file: /, '').replaceAll('|', '\\|')}`, notes: [] }
  expect(said(told)).not.toMatch(/Jane|Doe\b|M\u00fcller|example\.com|4111|DE0212|NOTPROVIDED|NONREF/)
  // A processor that delivers a row twice means one; equal lines of a bank are several.
  const bankIds = told.records.filter(({ side }) => side === 'bank').map(({ recordId }) => recordId)
  expect(bankIds).toEqual([...new Set(bankIds)])
  const { records, quarantined, notBooked, controls, notes } = told
  const parts = [
    records.length === 0 ? 'no record' : records.map(moneyOf).join(', '),
    ...(quarantined.length === 0
      ? []
      : [`quarantined: ${quarantined.map(({ reason, field = '?' }) => `${field} (${reason})`).join(', ')}`]),
    ...(notBooked === 0 ? [] : [`${notBooked} not booked`]),
    ...(controls.length === 0 ? [] : [controls.some(({ failed }) => failed > 0) ? 'a total fails' : 'totals hold']),
  ]
  return { outcome: parts.join('; '), notes }
}

type Told = FileReading['records'][number]
function moneyOf({ netMinor, feeMinor, currency, businessDate, presentment }: Told): string {
  const exponent = currencyExponent(currency) ?? 0
  const fee = feeMinor === 0n ? '' : ` after ${formatMajor(feeMinor, exponent)} of fees`
  const seen = presentment === undefined ? '' : ` (the shopper saw ${presentment.currency} ${presentment.amountMinor})`
  return `${currency} ${formatMajor(netMinor, exponent)}${fee}${seen} on ${businessDate}`
}

function said(reading: FileReading): string {
  return JSON.stringify(reading, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
}
