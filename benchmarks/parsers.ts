/**
 * How fast historical files are parsed, and in how much memory, beside csv-parse, saxes and the npm parsers of the same formats.
 * `node benchmarks/parsers.ts [--bytes N] [FORMAT…]`. Rows a second of CPU: a busy machine takes time, and costs nothing more.
 */

import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { writtenFormatNames, type WrittenFormatName } from '../replay/index.ts'
import { writeLargeFile } from './parser-files.ts'
import type { ParsedOnce } from './parse-once.ts'

export interface ParserFigures {
  readonly format: WrittenFormatName
  readonly reader: string
  readonly rows: number
  readonly mebibytes: number
  readonly rowsPerCpuSecond: number
  /** The most that the process was ever resident with, Node itself in it. */
  readonly residentMiBMax: number
}

/** What others read the format, beside ours. */
const peersOf: Readonly<Partial<Record<WrittenFormatName, readonly string[]>>> = {
  'stripe-itemized': ['csv-parse'],
  'paypal-stl': ['csv-parse'],
  'adyen-settlement': ['csv-parse'],
  'ledger-csv': ['csv-parse'],
  'shopify-transactions': ['csv-parse'],
  camt053: ['saxes', 'iso20022.js'],
  camt054: ['saxes'],
  mt940: ['mt940js'],
  ofx1: ['ofx-js'],
  ofx2: ['saxes', 'ofx-js'],
}

/** As `tenfold inspect` starts Node; each reader is given the same. */
const nodeArgs = ['--max-semi-space-size=16', '--no-allocation-site-pretenuring']

/** Rows (entries) a second of CPU that are wanted; for JSON as many as for XML. */
export const goals: Readonly<Record<WrittenFormatName, number>> = {
  'stripe-itemized': 400_000,
  'stripe-balance-change': 400_000,
  'stripe-payouts': 400_000,
  'stripe-api': 80_000,
  'paypal-stl': 400_000,
  'paypal-trr': 400_000,
  'adyen-settlement': 400_000,
  camt053: 80_000,
  camt054: 80_000,
  mt940: 200_000,
  mt942: 200_000,
  bai2: 200_000,
  ofx1: 200_000,
  ofx2: 200_000,
  'ledger-csv': 400_000,
  'shopify-orders': 400_000,
  'shopify-transactions': 400_000,
}

/** 200 MB, however long the file is. */
const residentGoalMiB = 200e6 / 2 ** 20

/** One file a format, read by each reader in a process of its own, `rounds` times; the best CPU time counts. */
export async function* benchParsers(
  formats: readonly WrittenFormatName[],
  bytes: number,
  rounds: number,
  withPeers = true,
): AsyncGenerator<ParserFigures> {
  for (const format of formats) {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-parsers-'))
    const file = join(folder.path, 'file')
    const rows = await writeLargeFile(file, format, bytes)
    const mebibytes = statSync(file).size / 2 ** 20
    for (const reader of ['ours', ...(withPeers ? (peersOf[format] ?? []) : [])]) {
      const runs: ParsedOnce[] = []
      try {
        for (let round = 0; round < rounds; round++) runs.push(await parseInProcess(reader, file))
      } catch (error) {
        if (reader === 'ours') throw error
        console.log(`${format}: ${reader} cannot read the file: ${/\n(\w*Error: .*)\n/.exec(String(error))?.[1] ?? 'it gave up'}`)
        continue
      }
      const [best] = runs.toSorted((a, b) => a.cpuMs - b.cpuMs)
      if (best === undefined) throw new Error('at least one round')
      if (best.rows !== rows) {
        if (reader === 'ours') throw new Error(`${best.rows} rows of ${rows} were found in ${format}`)
        console.log(`${format}: ${reader} finds ${best.rows} of ${rows} rows`)
      }
      const rowsPerCpuSecond = (rows * 1_000) / best.cpuMs
      yield {
        format,
        reader,
        rows,
        mebibytes,
        rowsPerCpuSecond,
        residentMiBMax: Math.max(...runs.map(({ residentMiBMax }) => residentMiBMax)),
      }
    }
  }
}

async function parseInProcess(reader: string, file: string): Promise<ParsedOnce> {
  const program = join(import.meta.dirname, 'parse-once.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeArgs, program, reader, file])
  return JSON.parse(stdout) as ParsedOnce
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      bytes: { type: 'string', default: '60000000' },
      rounds: { type: 'string', default: '3' },
      alone: { type: 'boolean', default: false },
    },
  })
  const formats = writtenFormatNames.filter((name) => positionals.length === 0 || positionals.includes(name))
  for await (const figures of benchParsers(formats, Number(values.bytes), Number(values.rounds), !values.alone)) {
    const { format, reader, rows, mebibytes, rowsPerCpuSecond, residentMiBMax } = figures
    const ofGoal = (reached: number, goal: number): string => (reader === 'ours' ? ` (${(reached / goal).toFixed(2)} of the goal)` : '')
    console.log(
      `${format.padEnd(22)}${reader.padEnd(12)}${Math.round(rowsPerCpuSecond).toString().padStart(9)} rows/CPU s${ofGoal(rowsPerCpuSecond, goals[format])}, ` +
        `${rows} rows, ${Math.round(mebibytes)} MiB, ${Math.round(residentMiBMax)} MiB resident at the most${ofGoal(residentMiBMax, residentGoalMiB)}`,
    )
  }
}
