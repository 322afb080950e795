/**
 * What one start has running, on disk, so that a later start can end it when the harness was killed.
 * Knows how the file is written and read; sweep.ts knows what to do with it.
 */

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeFailure } from '../model/errors.ts'
import type { ProcessIdentity } from './process-identity.ts'

export interface RecordedChild extends ProcessIdentity {
  readonly name: string
  readonly stopSignal: 'SIGTERM' | 'SIGQUIT'
}

export interface EnvironmentFile {
  readonly id: string
  readonly harness: ProcessIdentity
  readonly children: readonly RecordedChild[]
  /** Removed once the children are gone. */
  readonly folders: readonly string[]
}

export function environmentFilePath(cacheFolder: string, id: string): string {
  return join(cacheFolder, 'environments', `${id}.json`)
}

/** Replaces the file whole, so that a reader never sees half of it. Synchronous: no child may run unrecorded for a turn of the loop. */
export function writeEnvironmentFile(cacheFolder: string, content: EnvironmentFile): void {
  const path = environmentFilePath(cacheFolder, content.id)
  try {
    mkdirSync(join(cacheFolder, 'environments'), { recursive: true, mode: 0o700 })
    writeFileSync(`${path}.new`, JSON.stringify(content), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (error) {
    throw writeFailure(error, path) ?? error
  }
}

export function removeEnvironmentFile(cacheFolder: string, id: string): void {
  rmSync(environmentFilePath(cacheFolder, id), { force: true })
}

/** All environments that some harness has started and not ended. A file that cannot be read is left out. */
export function readEnvironmentFiles(cacheFolder: string): EnvironmentFile[] {
  let names: readonly string[]
  try {
    names = readdirSync(join(cacheFolder, 'environments'))
  } catch {
    return []
  }
  return names.filter((name) => name.endsWith('.json')).flatMap((name) => readOne(join(cacheFolder, 'environments', name)) ?? [])
}

function readOne(path: string): EnvironmentFile | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isEnvironmentFile(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isEnvironmentFile(value: unknown): value is EnvironmentFile {
  if (typeof value !== 'object' || value === null) return false
  const { id, harness, children, folders } = value as Record<string, unknown>
  return (
    typeof id === 'string' &&
    isIdentity(harness) &&
    Array.isArray(children) &&
    children.every((child: unknown) => isIdentity(child) && 'name' in child && 'stopSignal' in child) &&
    Array.isArray(folders) &&
    folders.every((folder) => typeof folder === 'string')
  )
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    Number.isInteger(value.pid) &&
    'startTime' in value &&
    typeof value.startTime === 'string'
  )
}
