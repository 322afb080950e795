import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectFile } from '../inspect.ts'
import { inspectionFacts } from '../inspection-facts.ts'

/** Public test files of other projects, with a table of what is true of each. They are not part of this repository. */
const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const truthPath = join(corpus, 'truth.json')
const isThere = existsSync(truthPath)

type Truth = Readonly<Record<string, unknown>> & {
  readonly file: string
  readonly format: string
  readonly readable: 'yes' | 'partly' | 'no'
  readonly alternatives?: readonly Readonly<Record<string, unknown>>[]
}

const formats = ['stripe', 'adyen', 'paypal-stl', 'paypal-trr']
const truths = isThere
  ? (JSON.parse(readFileSync(truthPath, 'utf8')) as { files: Truth[] }).files.filter(({ format }) => formats.includes(format))
  : []

const compared = ['format', 'readable', 'encoding', 'statements', 'entries', 'quarantined', 'notBooked', 'unit', 'controls']
const comparedSums = ['bookedSums', 'feeSums', 'payoutSums', 'grossSums', 'totals', 'sumsByStatus', 'sums', 'types', 'balances']

const withoutSums = Object.fromEntries(comparedSums.map((name) => [name, undefined]))

/** The main reading and the alternatives, each as a whole; an alternative says of the sums only what it restates. */
function readingsOf({ alternatives = [], ...main }: Truth): Readonly<Record<string, unknown>>[] {
  return [main, ...alternatives.map((alternative) => ({ ...main, ...withoutSums, ...alternative }))]
}

/** What is asked of a file, with amounts as numbers: `8.850` and `8.85` are one. */
function asked(facts: Readonly<Record<string, unknown>>, truth: Readonly<Record<string, unknown>>): unknown {
  const names = [...compared, ...comparedSums].filter((name) => truth[name] !== undefined)
  return Object.fromEntries(names.map((name) => [name, comparedSums.includes(name) ? numbers(facts[name]) : facts[name]]))
}

function numbers(value: unknown): unknown {
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
  if (Array.isArray(value)) return value.map(numbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, numbers(each)]),
  )
}

const refused = truths.filter(({ readable }) => readable === 'no').map(({ file }) => file)
const read = truths.filter(({ readable }) => readable !== 'no').map((truth) => [truth.file, truth] as const)

const missing = isThere ? '' : ' (NOT RUN: the corpus is not beside this checkout)'

describe.skipIf(!isThere)(`public files of processors are read as the truth table says${missing}`, () => {
  test('the table has files of each format', () => {
    expect(formats.map((format) => truths.filter((truth) => truth.format === format).length > 0)).toEqual(formats.map(() => true))
  })

  test.each(refused)('%s is refused', async (file) => {
    await expect(inspectFile(join(corpus, file))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test.each(read)('%s', async (file, truth) => {
    const inspection = await inspectFile(join(corpus, file))
    expect(inspection.records + inspection.quarantined.count + inspection.notBooked).toBe(inspection.physicalRows)
    const facts = { ...inspectionFacts(inspection) } as Readonly<Record<string, unknown>>
    const readings = readingsOf(truth)
    // Of several defensible readings the one that we took, else the first, so that a failure shows what is missing.
    const same = readings.find((reading) => JSON.stringify(asked(facts, reading)) === JSON.stringify(asked(reading, reading)))
    const expected = same ?? readings[0] ?? {}
    expect(asked(facts, expected)).toEqual(asked(expected, expected))
  })
})
