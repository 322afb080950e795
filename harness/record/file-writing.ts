/** Writes whole files, and streams of lines with a bounded buffer. The failures of the disk become errors with a code. */

import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'

import { writeFailure } from '../model/errors.ts'

/** Characters that wait at most before they go to the disk. */
const bufferedMax = 1 << 20

/** What `act` gives; a disk that is full or not ours becomes HarnessError DISK_FULL or OUTPUT_NOT_WRITABLE. */
export async function writing<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw writeFailure(error, path) ?? error
  }
}

/** The whole file or the one before it, never half of it: written beside it and renamed. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const partial = partialOf(path)
  await writing(path, async () => {
    try {
      const file = await open(partial, 'w')
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(partial, path)
    } catch (error) {
      await rm(partial, { force: true })
      throw error
    }
  })
}

/**
 * Every line of `lines` with a line feed after it, and how many; memory stays at one buffer. The file has its name only once it is
 * complete: a reader that finds it may trust that nothing is missing. `mode` is the file's from its first byte on.
 */
export async function writeLines(path: string, lines: AsyncIterable<string> | Iterable<string>, mode?: number): Promise<number> {
  let count = 0
  await using file = await LineFile.open(path, mode)
  for await (const batch of batches(lines)) {
    count += batch.length
    await file.add(batch)
  }
  await file.complete()
  return count
}

/** A file whose lines come bit by bit. It has its name only once it is complete. */
export class LineFile implements AsyncDisposable {
  readonly #path: string
  readonly #writer: LineWriter
  #isOpen = true

  private constructor(path: string, writer: LineWriter) {
    this.#path = path
    this.#writer = writer
  }

  static async open(path: string, mode?: number): Promise<LineFile> {
    return new LineFile(path, await LineWriter.open(partialOf(path), mode))
  }

  /** Resolves once there is room for more. */
  async add(lines: readonly string[]): Promise<void> {
    await this.#writer.add(lines)
  }

  async complete(): Promise<void> {
    await this[Symbol.asyncDispose]()
    await writing(this.#path, () => rename(partialOf(this.#path), this.#path))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#writer[Symbol.asyncDispose]()
  }
}

function partialOf(path: string): string {
  return `${path}.partial`
}

/** Awaiting once a batch instead of once a line: a million awaits would cost more than the writing. */
async function* batches(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  const batchMax = 1_000
  let batch: string[] = []
  if (Symbol.iterator in lines) {
    for (const line of lines) {
      if (batch.push(line) < batchMax) continue
      yield batch
      batch = []
    }
  } else {
    for await (const line of lines) {
      if (batch.push(line) < batchMax) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

/** Appends lines in the order of the calls, also when a call is made before the one before it is done. */
export class LineWriter implements AsyncDisposable {
  readonly #path: string
  readonly #file: FileHandle
  #buffered = ''
  #written: Promise<void> = Promise.resolve()

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
  }

  static async open(path: string, mode?: number): Promise<LineWriter> {
    return new LineWriter(path, await writing(path, () => open(path, 'w', mode)))
  }

  /** Resolves once there is room for more; what it was given may still be in the buffer. */
  async add(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return
    this.#buffered += `${lines.join('\n')}\n`
    if (this.#buffered.length >= bufferedMax) await this.flush()
  }

  /** Resolves when everything given so far is in the file. */
  async flush(): Promise<void> {
    const text = this.#buffered
    this.#buffered = ''
    const before = this.#written
    this.#written = writing(this.#path, async () => {
      await before
      if (text !== '') await this.#file.writeFile(text)
    })
    await this.#written
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.flush()
    } finally {
      await this.#file.close()
    }
  }
}
