/** Bytes that can be read at any offset: a file, or what has been buffered. Knows no container. */

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

export interface RandomBytes {
  readonly size: number
  /** At most `length` bytes; fewer at the end. */
  read(offset: number, length: number): Promise<Buffer>
  stream(offset: number, length: number): AsyncIterable<Uint8Array>
}

/**
 * Each chunk has memory of its own outside of the heap, given back with a collection and not before. One of 256 KiB outlives two of the nursery's where
 * much is made of each byte (MT940), and adds up as old garbage; of many small ones a large CSV file took more memory, not less.
 */
const chunkBytes = 131_072

export function fileBytes(path: string, size: number): RandomBytes {
  return {
    size,
    async read(offset, length) {
      await using file = await open(path, 'r')
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    },
    stream: (offset, length) => piecesOf(path, offset, length),
  }
}

export function bufferBytes(bytes: Buffer): RandomBytes {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    stream: (offset, length) => chunksOf(bytes.subarray(offset, offset + length)),
  }
}

/** Opened by its first reader: a file that nobody reads is never open, whatever becomes of it. */
async function* piecesOf(path: string, start: number, length: number): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { start, end: start + Math.max(length, 1) - 1, highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
