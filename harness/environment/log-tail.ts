/** Lines of a log file that another process is writing. Knows no process. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const lastBytes = 32 * 1024

/** Gives the complete lines that were added since the last call, from a position on. Synchronous: one small read a call. */
export class LogTail {
  readonly #file: string
  #position: number
  #rest = ''

  constructor(file: string, fromByte: number) {
    this.#file = file
    this.#position = fromByte
  }

  newLines(): string[] {
    const bytes = readFrom(this.#file, this.#position)
    this.#position += bytes.length
    const lines = (this.#rest + bytes.toString('utf8')).split('\n')
    this.#rest = lines.pop() ?? ''
    return lines
  }
}

/** The last lines of a file, at most `count`; none when it cannot be read. */
export function lastLines(file: string, count: number): string[] {
  const size = sizeOf(file)
  const text = readFrom(file, Math.max(0, size - lastBytes)).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
}

/** Bytes of the file; 0 when there is none. */
export function sizeOf(file: string): number {
  return withFile(file, (descriptor) => fstatSync(descriptor).size) ?? 0
}

function readFrom(file: string, position: number): Buffer {
  const chunk = Buffer.allocUnsafe(64 * 1024)
  const length = withFile(file, (descriptor) => readSync(descriptor, chunk, 0, chunk.length, position)) ?? 0
  return chunk.subarray(0, length)
}

function withFile<T>(file: string, use: (descriptor: number) => T): T | undefined {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return undefined
  }
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
