import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inspectFile, type Inspection } from '../../inspect.ts'
import { inspectionFacts } from '../../inspection-facts.ts'

/** Public test files of other projects, with a table of what is true of each. They are not part of this repository. */
const corpus = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'corpus')
const truthPath = join(corpus, 'truth.json')
const isThere = existsSync(truthPath)

type Json = Readonly<Record<string, unknown>>
interface Truth extends Json {
  readonly file: string
  readonly format: string
  readonly readable: 'yes' | 'partly' | 'no'
  readonly alternatives?: readonly Json[]
}

const formats = ['camt053', 'mt940', 'bai2', 'ofx']
const truths = isThere
  ? (JSON.parse(readFileSync(truthPath, 'utf8')) as { files: Truth[] }).files.filter(({ format }) => formats.includes(format))
  : []

/** Every field of the table but prose and the name of the file. */
const compared = [
  'format',
  'readable',
  'encoding',
  'statements',
  'entries',
  'quarantined',
  'unit',
  'bookedSums',
  'balances',
  'controls',
  'txDtls',
  'reversals',
  'repeatedFitids',
  'currencyDefaulted',
  'credits',
  'debits',
]

/** Amounts are compared as numbers: 8.850 is 8.85, and 0 is 0.00. */
function normal(value: unknown): unknown {
  if (typeof value === 'string' && /^[+-]?\d+(?:\.\d*)?$/.test(value)) return plainNumber(value)
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'account' ? each : normal(each)]))
}

function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? []
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`
  return sign === '-' && digits !== '0' ? `-${digits}` : digits
}

function fieldsOf(facts: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, normal(facts[name])]))
}

const refused = truths.filter(({ readable }) => readable === 'no').map(({ file }) => file)
const read = truths.filter(({ readable }) => readable !== 'no').map((truth) => [truth.file, truth] as const)
const missing = isThere ? '' : ' (NOT RUN: the corpus is not beside this checkout)'

describe.skipIf(!isThere)(`public bank files are read as the truth table says${missing}`, () => {
  test('the table has files of all formats', () => {
    expect(new Set(truths.map(({ format }) => format))).toEqual(new Set(formats))
    expect(truths.length).toBeGreaterThanOrEqual(57)
  })

  test.each(refused)('%s is refused', async (file) => {
    await expect(inspectFile(join(corpus, file))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test.each(read)('%s', async (file, truth) => {
    const inspection: Inspection = await inspectFile(join(corpus, file))
    const facts = inspectionFacts(inspection)
    expect(facts.records + facts.quarantined + facts.notBooked).toBe(facts.entries)
    const readings: Json[] = [truth, ...(truth.alternatives ?? []).map((change) => ({ ...truth, ...change }))]
    const names = compared.filter((name) => name in truth)
    const ours = fieldsOf(facts as unknown as Json, names)
    expect(readings.map((reading) => fieldsOf(reading, names))).toContainEqual(ours)
  })
})
