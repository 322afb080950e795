/** Opens a history file as a stream of chunks. The one place of this room that reads input from disk. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { HarnessError } from '../../harness/model/errors.ts'
import type { FileInput } from './reading.ts'

const chunkBytes = 262_144

/** Messages call the file by this path, so that whoever reads them can open it. Throws BAD_INPUT if it is missing, no file, or empty. */
export async function openInput(path: string): Promise<FileInput> {
  const info = await stat(path).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    throw new HarnessError('BAD_INPUT', `${path}: cannot be read (${code})`, {
      hint: 'check the path and its permissions',
      cause,
    })
  })
  if (!info.isFile())
    throw new HarnessError('BAD_INPUT', `${path}: is not a file`, { hint: 'name the files, or use a pattern such as history/*.csv' })
  if (info.size === 0)
    throw new HarnessError('BAD_INPUT', `${path}: is empty (0 bytes)`, { hint: 'export the file again, or take it out of the history' })
  return { file: path, chunks: bytesOf(path) }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>
  } catch (cause) {
    if (cause instanceof HarnessError || !(cause instanceof Error && 'code' in cause)) throw cause
    throw new HarnessError('BAD_INPUT', `${path}: reading failed (${String(cause.code)})`, {
      hint: 'check the disk and the permissions',
      cause,
    })
  }
}
