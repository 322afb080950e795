/** Writes lines to a file behind a bounded buffer, so that a slow disk is felt as back-pressure and never as memory. Knows no event. */

import { open } from 'node:fs/promises'

export interface LineFile {
  /** Appends `before`, the bytes and a newline. Resolves at once while there is room, else when the disk has caught up. */
  append(before: string, bytes: Buffer, after: string): void | Promise<void>
  /** Hands what is buffered to the operating system. */
  flush(): Promise<void>
  /** Flushes and closes; rejects with the first error of the disk. */
  close(): Promise<void>
}

const chunkBytes = 262_144
/** What may wait for the disk: at 12,000 events of 600 bytes a second, nine seconds of it standing still. */
const waitingBytesMax = 64 * 1_048_576

export async function openLineFile(path: string): Promise<LineFile> {
  const file = await open(path, 'w')
  let chunk = Buffer.allocUnsafe(chunkBytes)
  let used = 0
  let waitingBytes = 0
  let writing: Promise<void> = Promise.resolve()
  let failure: { readonly error: unknown } | undefined

  const write = async (bytes: Buffer): Promise<void> => {
    let at = 0
    // A file system may take a part of it.
    while (at < bytes.length) at += (await file.write(bytes, at)).bytesWritten
  }
  const handOver = (): void => {
    const bytes = chunk.subarray(0, used)
    if (bytes.length === 0) return
    chunk = Buffer.allocUnsafe(chunkBytes)
    used = 0
    waitingBytes += bytes.length
    writing = writing
      .then(() => (failure === undefined ? write(bytes) : undefined))
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        waitingBytes -= bytes.length
      })
  }
  const settled = async (): Promise<void> => {
    await writing
    if (failure !== undefined) throw failure.error
  }

  return {
    append(before, bytes, after) {
      const needed = before.length + bytes.length + after.length + 1
      if (used + needed > chunk.length) {
        handOver()
        if (needed > chunk.length) chunk = Buffer.allocUnsafe(needed)
      }
      used += chunk.write(before, used, 'latin1')
      used += bytes.copy(chunk, used)
      used += chunk.write(`${after}\n`, used, 'latin1')
      if (failure !== undefined || waitingBytes > waitingBytesMax) return settled()
      return undefined
    },
    async flush() {
      handOver()
      await settled()
    },
    async close() {
      handOver()
      try {
        await settled()
      } finally {
        await file.close()
      }
    },
  }
}
