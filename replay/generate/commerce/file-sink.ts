/** A file that is written piece by piece, in pieces that are worth a system call. */

import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFailure } from '../../../harness/model/errors.ts'

const bufferedCharsMax = 262_144

export class FileSink {
  readonly path: string
  readonly #handle: FileHandle
  #buffered = ''

  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.#handle = handle
  }

  static async open(folder: string, name: string): Promise<FileSink> {
    const path = join(folder, name)
    return new FileSink(path, await toldWell(path, () => open(path, 'w')))
  }

  /** Resolves at once, but for one call in thousands. */
  async write(text: string): Promise<void> {
    this.#buffered += text
    if (this.#buffered.length >= bufferedCharsMax) await this.#flush()
  }

  async #flush(): Promise<void> {
    const text = this.#buffered
    this.#buffered = ''
    await toldWell(this.path, () => this.#handle.writeFile(text))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#flush()
    } finally {
      await this.#handle.close()
    }
  }
}

/** Failures of the file system as errors that name what could not be written. */
export async function toldWell<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (cause) {
    throw writeFailure(cause, path) ?? cause
  }
}
