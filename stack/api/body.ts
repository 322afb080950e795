/** Reads a request's body up to a limit. */

import type { IncomingMessage } from 'node:http'

export const bodyBytesMax = 1024 * 1024

/** The whole body, or undefined when it is over the limit (the rest is let through unread). Rejects when the client goes away. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) {
      request.resume()
      resolve(undefined)
      return
    }
    let only: Buffer | undefined
    let chunks: Buffer[] | undefined
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bodyBytesMax) return
      // Nearly every body comes in one piece.
      if (only === undefined) only = chunk
      else (chunks ??= [only]).push(chunk)
    })
    request.on('end', () =>
      resolve(bytes > bodyBytesMax ? undefined : chunks === undefined ? (only ?? Buffer.alloc(0)) : Buffer.concat(chunks)),
    )
    request.on('error', reject)
    request.on('close', () => {
      if (!request.complete) reject(new Error('the client went away'))
    })
  })
}
