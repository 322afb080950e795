/** Writes many lines to a stream no faster than they are read. Knows nothing of what they say. */

import type { Writable } from 'node:stream'
import { writeFailure } from '../model/errors.ts'

/** The reader of our output went away (`tenfold match … | head`): nothing is wrong, and nothing is left to do. */
export class OutputClosed extends Error {}

/** How much is put together before it is written: a write a line would cost a system call each. */
const chunkCharactersMax = 64 * 1024

/** Writes each line with a line end. Throws OutputClosed once nobody reads any more. */
export async function writeLines(stream: Writable, lines: Iterable<string>): Promise<void> {
  let chunk = ''
  for (const line of lines) {
    chunk += `${line}\n`
    if (chunk.length < chunkCharactersMax) continue
    await writeChunk(stream, chunk)
    chunk = ''
  }
  if (chunk !== '') await writeChunk(stream, chunk)
}

/** One value as indented JSON, amounts (`bigint`) as decimal strings. */
export async function writeJson(stream: Writable, value: unknown): Promise<void> {
  const text = JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? each.toString() : each), 2)
  await writeLines(stream, [text])
}

async function writeChunk(stream: Writable, chunk: string): Promise<void> {
  // Waiting for each chunk keeps the memory flat; a chunk is large enough for that to cost nothing.
  const error = await new Promise<Error | null | undefined>((resolve) => stream.write(chunk, resolve))
  if (error === null || error === undefined) return
  throw isClosed(error) ? new OutputClosed() : (writeFailure(error, 'the output') ?? error)
}

function isClosed(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
}
