/** A file of quarantined rows, one a line of JSON, written as they come: however many there are, none is held. */

import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs'
import type { QuarantinedRow } from '../../replay/index.ts'
import { HarnessError, writeFailure } from '../model/errors.ts'

/** What is put together before it is written: a write a row would cost a system call each. */
const textCharactersMax = 65_536

export interface QuarantineFile extends Disposable {
  add(row: QuarantinedRow): void
  /** Writes what is left and gives the file its name. Throws OUTPUT_NOT_WRITABLE or DISK_FULL, as `add` does. */
  end(): void
}

/**
 * Begins a file that must not exist yet: a pattern that a shell has expanded in the wrong place would name a file of the history. Until its end it
 * is called `….partial`, so that what a signal has left behind is not taken for all rows. Writing waits for the disk, so that rows are not read
 * faster than they are written.
 */
export function openQuarantineFile(path: string): QuarantineFile {
  refuseExisting(path)
  const partial = `${path}.partial`
  const file = disked(path, () => openSync(partial, 'w'))
  let text = ''
  const write = (): void => {
    disked(path, () => writeAll(file, Buffer.from(text)))
    text = ''
  }
  return {
    add(row) {
      text += `${JSON.stringify(row)}\n`
      if (text.length >= textCharactersMax) write()
    },
    end() {
      write()
      refuseExisting(path)
      disked(path, () => renameSync(partial, path))
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}

function refuseExisting(path: string): void {
  if (!existsSync(path)) return
  throw new HarnessError('OUTPUT_NOT_WRITABLE', `${path} exists, and would be overwritten`, { hint: 'name another file for --quarantine' })
}

/** What `act` gives; what the disk refuses becomes an error with a code. */
function disked<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}
