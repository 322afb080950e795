/** The one stack that is kept up between runs, on file: where it is and what it is. Its keys are in it, so only its user may read it. */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeFailure } from '../model/errors.ts'
import type { Endpoints } from '../system/port.ts'
import type { ProcessIdentity } from './process-identity.ts'

export interface KeptStack {
  readonly schemaVersion: 1
  readonly system: string
  readonly toolVersion: string
  readonly matchers: number
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly endpoints: Endpoints
  /** Containers: their compose project. Local: the process of `tenfold up` that holds them. */
  readonly held: { readonly by: 'engine'; readonly project: string } | { readonly by: 'process'; readonly holder: ProcessIdentity }
}

/** The stack on file, whether or not it still runs; undefined when there is none, or none that this version can read. */
export function readKept(cacheFolder: string): KeptStack | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(pathIn(cacheFolder), 'utf8'))
    return typeof value === 'object' && value !== null && 'schemaVersion' in value && value.schemaVersion === 1
      ? (value as KeptStack)
      : undefined
  } catch {
    return undefined
  }
}

/** Throws OUTPUT_NOT_WRITABLE or DISK_FULL. */
export function writeKept(cacheFolder: string, kept: KeptStack): void {
  const path = pathIn(cacheFolder)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw writeFailure(error, path) ?? error
  }
}

export function removeKept(cacheFolder: string): void {
  rmSync(pathIn(cacheFolder), { force: true })
}

/** Where the output of its processes goes. */
export function keptLogs(cacheFolder: string): string {
  return join(cacheFolder, 'kept', 'logs')
}

function pathIn(cacheFolder: string): string {
  return join(cacheFolder, 'kept', 'stack.json')
}
