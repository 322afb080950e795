/**
 * What judging a run folder again takes: `node benchmarks/verify.ts [RECORDS | FOLDER]`. Without a folder it makes one of a run that went well, by
 * the oracle and without a stack; each judgement has a process of its own, started as `tenfold` starts its own.
 */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cleanRun, writeRunParts } from '../tests/support/recorded-run.ts'

export interface VerifyFigures {
  readonly records: number
  /** From the start of the process to its end. */
  readonly wallMs: number
  /** User and system, all threads. */
  readonly cpuMs: number
  /** The most that was ever resident. */
  readonly residentMiB: number
}

const recordsDefault = 1_000_000
/** Of a group of `cleanRun`. */
const recordsPerGroup = 26
const timeoutMs = 600_000

/** Judges a folder that is there. */
export async function benchVerify(folder: string): Promise<VerifyFigures> {
  const client = fileURLToPath(new URL('verify-client.ts', import.meta.url))
  const heap = ['--max-semi-space-size=16', '--initial-old-space-size=400', '--external-memory-accounted-in-global-limit']
  const args = ['MALLOC_MMAP_THRESHOLD_=1048576', process.execPath, ...heap, client, folder]
  const { stdout } = await promisify(execFile)('env', args, { timeout: timeoutMs })
  return JSON.parse(stdout) as VerifyFigures
}

/** Makes a folder of about so many records, judges it and takes it away. */
export async function benchVerifyOf(records: number): Promise<VerifyFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tenfold-bench-verify-'))
  try {
    return await benchVerify(await writeRunParts(folder, 'run', cleanRun({ groups: Math.ceil(records / recordsPerGroup) })))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const given = process.argv[2]
  const isFolder = given !== undefined && existsSync(given)
  const figures = isFolder ? await benchVerify(resolve(given)) : await benchVerifyOf(Number(given ?? recordsDefault))
  const { records, wallMs, cpuMs, residentMiB } = figures
  process.stdout.write(
    `${records.toLocaleString('en')} records: ${(wallMs / 1_000).toFixed(1)} s, ${(cpuMs / 1_000).toFixed(1)} s CPU, ` +
      `${Math.round(residentMiB)} MiB resident, ${((cpuMs * 1_000) / records).toFixed(1)} µs CPU a record\n`,
  )
}
