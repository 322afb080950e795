/** A file of quarantined rows, one a line of JSON, written as they come: however many there are, none is held. */

import { closeSync, openSync, writeSync } from 'node:fs'
import type { QuarantinedRow } from '../../replay/index.ts'
import { HarnessError, writeFailure } from '../model/errors.ts'

/** What is put together before it is written: a write a row would cost a system call each. */
const textCharactersMax = 65_536

export interface QuarantineFile extends Disposable {
  add(row: QuarantinedRow): void
  /** Writes what is left. Throws OUTPUT_NOT_WRITABLE or DISK_FULL, as `add` does. */
  end(): void
}

/**
 * Begins a file that must not exist yet: a pattern that a shell has expanded in the wrong place would name a file of the history. Writing waits
 * for the disk, so that rows are not read faster than they are written.
 */
export function openQuarantineFile(path: string): QuarantineFile {
  const file = open(path)
  let text = ''
  const end = (): void => {
    try {
      writeAll(file, Buffer.from(text))
    } catch (cause) {
      throw writeFailure(cause, path) ?? cause
    }
    text = ''
  }
  return {
    add(row) {
      text += `${JSON.stringify(row)}\n`
      if (text.length >= textCharactersMax) end()
    },
    end,
    [Symbol.dispose]: () => closeSync(file),
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'wx')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      throw new HarnessError('OUTPUT_NOT_WRITABLE', `${path} exists, and would be overwritten`, {
        hint: 'name another file for --quarantine',
        cause,
      })
    }
    throw writeFailure(cause, path) ?? cause
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}
