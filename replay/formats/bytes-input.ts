/** A file that is in memory already, in chunks of a chosen size: what tests and callers with text hand to a reader. */

import type { FileInput } from './reading.ts'

export function bytesInput(file: string, bytes: Uint8Array | string, chunkBytes = 65_536): FileInput {
  return { file, chunks: chunksOf(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, chunkBytes) }
}

async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
