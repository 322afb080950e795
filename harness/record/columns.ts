/** A file of columns: one line of JSON that names them, then each as raw little-endian numbers (docs/run-folder.md). Knows no meaning. */

import assert from 'node:assert'
import { open, readFile } from 'node:fs/promises'
import { endianness } from 'node:os'

import { HarnessError } from '../model/errors.ts'
import { digestOf } from './file-digest.ts'
import { writing } from './file-writing.ts'

const arrays = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array } as const
export type ColumnType = keyof typeof arrays
export type ColumnTypes = Readonly<Record<string, ColumnType>>
export type Columns<Types extends ColumnTypes> = { readonly [Name in keyof Types]: ArrayOf[Types[Name]] }

interface ArrayOf {
  readonly u8: Uint8Array
  readonly u16: Uint16Array
  readonly u32: Uint32Array
  readonly i32: Int32Array
  readonly f64: Float64Array
}

export interface ReadColumns<Types extends ColumnTypes> {
  readonly count: number
  readonly columns: Columns<Types>
  readonly digest: string
}

const format = 'tenfold-columns'
const version = 1
/** Every column starts at a multiple of this, so that it can be viewed in place. */
const alignment = 8
const pieceElements = 1 << 17

/** Writes the columns in the order of `types`; all have `count` elements. */
export async function writeColumns<Types extends ColumnTypes>(
  path: string,
  types: Types,
  count: number,
  columns: Columns<Types>,
): Promise<void> {
  assert(endianness() === 'LE')
  const named = Object.entries(types).map(([name, type]) => ({ name, type }))
  const header = JSON.stringify({ format, version, count, columns: named })
  await writing(path, async () => {
    await using file = await open(path, 'w')
    await file.writeFile(`${header.padEnd(padded(Buffer.byteLength(header) + 1) - 1)}\n`)
    for (const { name } of named) {
      const column = columns[name] as ArrayOf[ColumnType]
      assert(column.length === count, `column ${name} has ${column.length} elements, not ${count}`)
      // Copied piece by piece: the column may stand in memory shared with worker threads, which file calls do not take.
      for (let at = 0; at < count; at += pieceElements) {
        const piece = column.slice(at, at + pieceElements)
        await file.writeFile(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength))
      }
      await file.writeFile(new Uint8Array(padded(column.byteLength) - column.byteLength))
    }
  })
}

/**
 * Reads what `writeColumns` wrote; undefined when there is no such file. HarnessError BAD_RUN_FOLDER for anything else. Columns that are
 * `later` than the format's first version may be missing: they are 0 throughout.
 */
export async function readColumns<Types extends ColumnTypes>(
  path: string,
  types: Types,
  later: ReadonlySet<string> = new Set(),
): Promise<ReadColumns<Types> | undefined> {
  assert(endianness() === 'LE')
  const bytes = await readIfThere(path)
  if (bytes === undefined) return undefined
  const headerEnd = bytes.indexOf('\n')
  const header = parseHeader(headerEnd === -1 ? '' : bytes.subarray(0, headerEnd).toString('utf8'))
  if (header === undefined) throw bad(path, `its first line does not say ${format}, version ${version}`)
  const found = new Map<string, ArrayBufferView>()
  let start = headerEnd + 1
  for (const { name, type } of header.columns) {
    const Column = arrays[type]
    const length = header.count * Column.BYTES_PER_ELEMENT
    if (start + length > bytes.length) throw bad(path, `column ${name} ends at byte ${bytes.length}, not at ${start + length}`)
    found.set(name, new Column(bytes.buffer as ArrayBuffer, bytes.byteOffset + start, header.count))
    start += padded(length)
  }
  for (const [name, type] of Object.entries(types)) {
    if (later.has(name) && !found.has(name)) found.set(name, new arrays[type](header.count))
    if (!(found.get(name) instanceof arrays[type])) throw bad(path, `it has no column ${name} of type ${type}`)
  }
  return { count: header.count, columns: Object.fromEntries(found) as unknown as Columns<Types>, digest: digestOf(bytes) }
}

interface Header {
  readonly count: number
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
}

function parseHeader(line: string): Header | undefined {
  try {
    const header = JSON.parse(line) as Header & { format: string; version: number }
    const known = header.format === format && header.version === version && Number.isSafeInteger(header.count) && header.count >= 0
    return known && header.columns.every(({ type }) => Object.hasOwn(arrays, type)) ? header : undefined
  } catch {
    return undefined
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment
}

/** In a buffer of its own at offset 0: `readFile` may hand out a part of a shared one that is not aligned. */
async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    const bytes = await readFile(path)
    return bytes.byteOffset % alignment === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function bad(path: string, what: string): HarnessError {
  return new HarnessError('BAD_RUN_FOLDER', `${path} is not a file of columns that this version reads: ${what}`, {
    hint: 'the folder may come from another version, or be cut off; run the scenario again',
  })
}
