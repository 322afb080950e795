/** Compressed bytes to plain ones, under limits. Knows no container but gzip's own frame. */

import { Readable } from 'node:stream'
import { createGunzip, createInflateRaw } from 'node:zlib'
import { HarnessError } from '../../harness/model/errors.ts'

/**
 * What a file may grow to. Statements shrink to a twentieth, in the extreme to a hundredth; deflate's best is a thousandth, and
 * only of bytes that say nothing. Small files may shrink as they like.
 */
export const inflationMax = 200
export const inflationFreeBytes = 67_108_864

/** As large as what is read of a plain file. */
const chunkBytes = 131_072

/** Throws BAD_INPUT for what is not compressed as it says, is cut off, or grows beyond the limits. */
export async function* inflated(file: string, chunks: AsyncIterable<Uint8Array>, method: 'gzip' | 'deflate'): AsyncGenerator<Uint8Array> {
  const inflate = method === 'gzip' ? createGunzip({ chunkSize: chunkBytes }) : createInflateRaw({ chunkSize: chunkBytes })
  const input = Readable.from(chunks)
  input.on('error', (error) => inflate.destroy(error))
  input.pipe(inflate)
  let bytes = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength
      if (bytes > inflationFreeBytes && bytes > inflationMax * Math.max(inflate.bytesWritten, 1)) {
        throw new HarnessError(
          'BAD_INPUT',
          `${file}: grows to more than ${inflationMax} times its compressed size (${bytes} bytes of ${inflate.bytesWritten})`,
          {
            hint: 'no statement shrinks as much: if it is a real file, unpack it first',
          },
        )
      }
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof HarnessError || !(cause instanceof Error && 'code' in cause)) throw cause
    const isCut = cause.code === 'Z_BUF_ERROR'
    throw new HarnessError(
      'BAD_INPUT',
      `${file}: cannot be unpacked behind byte ${bytes} of its content (${isCut ? 'it is cut off' : String(cause.code)})`,
      {
        hint: 'copy or export the file again',
        cause,
      },
    )
  } finally {
    input.destroy()
    inflate.destroy()
  }
}
