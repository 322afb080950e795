/** Opens a history file as a stream of chunks. The one place of this room that reads input from disk. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { HarnessError } from '../../harness/model/errors.ts'
import type { FileInput } from './reading.ts'

const chunkBytes = 262_144

/** `name` is what messages and profiles call it. Throws BAD_INPUT if it is missing, no file, or empty. */
export async function openInput(path: string, name: string): Promise<FileInput> {
  const info = await stat(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new HarnessError('BAD_INPUT', `${name}: cannot be read (${code}) at ${path}`, {
      hint: 'check the path and its permissions',
      cause,
    })
  })
  if (!info.isFile())
    throw new HarnessError('BAD_INPUT', `${name}: is not a file`, { hint: 'name the files, or use a pattern such as history/*.csv' })
  if (info.size === 0)
    throw new HarnessError('BAD_INPUT', `${name}: is empty (0 bytes)`, { hint: 'export the file again, or take it out of the history' })
  return { file: name, chunks: bytesOf(path, name) }
}

async function* bytesOf(path: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>
  } catch (cause) {
    if (cause instanceof HarnessError || !(cause instanceof Error && 'code' in cause)) throw cause
    throw new HarnessError('BAD_INPUT', `${name}: reading failed (${String(cause.code)})`, {
      hint: 'check the disk and the permissions',
      cause,
    })
  }
}
