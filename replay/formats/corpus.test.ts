import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { currencyExponent } from '../../harness/model/currency.ts'
import { parseMajor } from '../../harness/model/money.ts'
import { inspectFile, type Inspection } from '../inspect.ts'

/** Public test files of other projects, with a table of what is true of each. They are not part of this repository. */
const corpus = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus')
const truthPath = join(corpus, 'truth.json')
const isThere = existsSync(truthPath)

interface Truth {
  readonly file: string
  readonly format: string
  readonly readable: 'yes' | 'partly' | 'no'
  readonly statements: number | null
  readonly entries: number
  readonly quarantined: number | null
  readonly bookedSums: Readonly<Record<string, string>>
  readonly controls: 'hold' | 'fail' | 'partly' | 'none'
  readonly alternatives?: readonly (Partial<Truth> & { readonly why: string })[]
}

const truths = isThere
  ? (JSON.parse(readFileSync(truthPath, 'utf8')) as { files: Truth[] }).files.filter(
      ({ format }) => format === 'stripe' || format === 'camt053',
    )
  : []

/** A Stripe row whose net is not gross − fee goes to the quarantine (matching.md §1): the truth names that reading as an alternative. */
function ourReading(truth: Truth): Truth {
  const quarantining = truth.readable === 'yes' ? truth.alternatives?.find(({ readable }) => readable === 'partly') : undefined
  return { ...truth, ...quarantining }
}

function controlsOf({ controls }: Inspection): Truth['controls'] {
  const checked = controls.reduce((sum, control) => sum + control.checked, 0)
  const failed = controls.reduce((sum, control) => sum + control.failed, 0)
  if (checked === 0) return 'none'
  if (failed === 0) return 'hold'
  return failed === checked ? 'fail' : 'partly'
}

function sumsOf({ totals }: Inspection): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { currency, netMinor } of totals) sums.set(currency, (sums.get(currency) ?? 0n) + netMinor)
  return sums
}

function minorOf([currency, text]: [string, string]): [string, bigint] {
  const parsed = parseMajor(text, { exponent: currencyExponent(currency) ?? 0 })
  if (parsed.kind === 'problem') throw new Error(`truth ${currency} ${text}: ${parsed.expected}`)
  return [currency, parsed.minor]
}

const refused = truths.filter(({ readable }) => readable === 'no').map(({ file }) => file)
const read = truths.filter(({ readable }) => readable !== 'no').map((truth) => [truth.file, ourReading(truth)] as const)

const missing = isThere ? '' : ' (NOT RUN: the corpus is not beside this checkout)'

describe.skipIf(!isThere)(`public files are read as the truth table says${missing}`, () => {
  test('the table has files of both formats', () => {
    expect(truths.length).toBeGreaterThanOrEqual(20)
  })

  test.each(refused)('%s is refused', async (file) => {
    await expect(inspectFile(join(corpus, file))).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test.each(read)('%s', async (file, truth) => {
    const inspection = await inspectFile(join(corpus, file))
    expect(inspection.format).toBe(truth.format === 'stripe' ? 'stripe-itemized' : 'camt053')
    expect(inspection.physicalRows).toBe(truth.entries)
    expect(inspection.quarantined.length).toBe(truth.quarantined)
    expect(inspection.records + inspection.quarantined.length + inspection.notBooked).toBe(inspection.physicalRows)
    expect(sumsOf(inspection)).toEqual(new Map(Object.entries(truth.bookedSums).map(minorOf)))
    expect(controlsOf(inspection)).toBe(truth.controls)
  })
})
