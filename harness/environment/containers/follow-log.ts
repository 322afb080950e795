/** A container's output, written into a file as it comes. */

import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Docker } from './engine.ts'
import { within } from '../wait.ts'

/** The engine ends the stream with the container; a stream that does not end must not hold up the end of a run. */
const endTimeoutMs = 2_000

/** Follows from the container's first line (or from `sinceSeconds`, Unix time) until it ends or this is disposed of. Appends to `file`. */
export async function followLog(docker: Docker, containerId: string, file: string, sinceSeconds = 0): Promise<AsyncDisposable> {
  mkdirSync(dirname(file), { recursive: true })
  const sink = createWriteStream(file, { flags: 'a' })
  // A full disk is told by whoever writes the run folder's own files.
  sink.on('error', () => undefined)
  const stream = await docker.getContainer(containerId).logs({ follow: true, stdout: true, stderr: true, since: sinceSeconds })
  docker.modem.demuxStream(stream, sink, sink)
  const ended = finished(stream, { writable: false })
    .catch(() => undefined)
    .then(() => new Promise<void>((resolve) => sink.end(resolve)))
  return {
    async [Symbol.asyncDispose]() {
      if (
        (await within(
          ended.then(() => true),
          endTimeoutMs,
        )) === undefined
      )
        (stream as unknown as { destroy(): void }).destroy()
      await within(ended, endTimeoutMs)
    },
  }
}
