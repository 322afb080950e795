/** Opens a history file as what it holds: itself, what gzip packed, or each member of a ZIP archive. Content decides, never the name. */

import { stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { HarnessError } from '../../harness/model/errors.ts'
import type { FileInput } from '../formats/reading.ts'
import { inflated } from './inflate.ts'
import { bufferBytes, fileBytes, type RandomBytes } from './random-bytes.ts'
import { zipMembers, type ZipMember } from './zip-directory.ts'

/** A name for standard input. */
export const standardInput = '-'

export interface OpenedInput extends FileInput {
  /** Inside of an archive; undefined for a file that is none. */
  readonly member: string | undefined
}

/** So much is waited for before anything is decided: by whether it is packed, and by readers, who tell its encoding by their first piece. */
const headBytes = 4_096

/** An archive on standard input is buffered, since its directory stands at its end. */
const bufferedBytesMax = 268_435_456

/**
 * One input for a file, one for each member of an archive, each to be read before the next is asked for. Throws BAD_INPUT for
 * what is missing, no file, empty, or packed in a way that we do not open. Messages call a file by `path`.
 */
export async function* openInputs(path: string, stdin?: AsyncIterable<Uint8Array>): AsyncGenerator<OpenedInput> {
  if (path === standardInput) {
    if (stdin === undefined) throw new HarnessError('BAD_INPUT', 'standard input is not to be had here', { hint: 'name a file' })
    yield* openStream('standard input', stdin)
    return
  }
  const size = await sizeOf(path)
  const bytes = fileBytes(path, size)
  const head = await readHead(path, bytes)
  if (isZip(head)) yield* openMembers(path, bytes)
  else yield { file: path, member: undefined, chunks: unpacked(path, failingAsInput(path, bytes.stream(0, size)), 1) }
}

async function sizeOf(path: string): Promise<number> {
  const info = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause, 'cannot be read', 'check the path and its permissions')
  })
  if (info.isDirectory())
    throw new HarnessError('BAD_INPUT', `${path}: is a folder`, { hint: `name its files, or a pattern of them: '${path}/*'` })
  if (!info.isFile())
    throw new HarnessError('BAD_INPUT', `${path}: is not a file`, { hint: 'name the files, or use a pattern such as history/*.csv' })
  if (info.size === 0) throw emptyFile(path)
  return info.size
}

async function readHead(path: string, bytes: RandomBytes): Promise<Buffer> {
  return bytes.read(0, 4).catch((cause: unknown) => {
    throw unreadable(path, cause, 'cannot be read', 'check the path and its permissions')
  })
}

function unreadable(path: string, cause: unknown, what: string, hint: string): HarnessError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
  return new HarnessError('BAD_INPUT', `${path}: ${what} (${code})`, { hint, cause })
}

function emptyFile(file: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: is empty (0 bytes)`, { hint: 'export the file again, or take it out of the history' })
}

async function* openStream(file: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<OpenedInput> {
  const { head, chunks } = await peeked(stream, headBytes)
  if (head.length === 0) throw emptyFile(file)
  if (isZip(head)) yield* openMembers(file, bufferBytes(await buffered(file, chunks)))
  else yield { file, member: undefined, chunks: unpacked(file, chunks, 1) }
}

async function* openMembers(path: string, bytes: RandomBytes): AsyncGenerator<OpenedInput> {
  const members = await zipMembers(path, bytes)
  if (members.length === 0) throw new HarnessError('BAD_INPUT', `${path}: is a ZIP archive without files`, { hint: 'pack the files again' })
  for (const member of members) {
    const file = `${path}/${member.name}`
    yield { file, member: member.name, chunks: unpacked(file, memberChunks(file, bytes, member), 1) }
  }
}

async function* memberChunks(file: string, bytes: RandomBytes, member: ZipMember): AsyncGenerator<Uint8Array> {
  if (member.compressedBytes === 0 || member.bytes === 0) throw emptyFile(file)
  const packed = failingAsInput(file, bytes.stream(member.dataOffset, member.compressedBytes))
  let [crc, count] = [0, 0]
  for await (const chunk of member.method === 'stored' ? packed : inflated(file, packed, 'deflate')) {
    crc = crc32(chunk, crc)
    count += chunk.byteLength
    yield chunk
  }
  if (crc === member.crc && count === member.bytes) return
  throw new HarnessError('BAD_INPUT', `${file}: is not what was packed: ${count} bytes of ${member.bytes}, or another checksum`, {
    hint: 'copy or pack the archive again',
  })
}

/** Takes gzip off, at most `layersMax` times: nobody packs a statement twice, but bombs are. */
async function* unpacked(file: string, source: AsyncIterable<Uint8Array>, layersMax: number): AsyncGenerator<Uint8Array> {
  const { head, chunks } = await peeked(source, headBytes)
  if (head[0] === 0x1f && head[1] === 0x8b) {
    if (layersMax === 0) throw nested(file)
    yield* unpacked(file, inflated(file, chunks, 'gzip'), layersMax - 1)
    return
  }
  if (isZip(head)) throw nested(file)
  yield* chunks
}

function nested(file: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: is an archive inside of another`, { hint: 'unpack the outer one, and name the files' })
}

/** With members, or empty. */
function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))
}

export interface Peeked {
  /** At least as many bytes as were asked for, unless there are fewer. */
  readonly head: Buffer
  /** Everything, the head included. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** The first bytes of a stream, without losing them; they come as one piece, however small the pieces are that a pipe delivers. */
export async function peeked(source: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < bytes) {
    const step = await iterator.next()
    if (step.done === true) break
    first.push(Buffer.from(step.value))
    length += step.value.byteLength
  }
  const head = Buffer.concat(first)
  return { head, chunks: rejoined(head, iterator) }
}

async function* rejoined(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.byteLength > 0) yield head
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) yield step.value
  } finally {
    await iterator.return?.()
  }
}

async function buffered(file: string, chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.byteLength
    if (length > bufferedBytesMax) {
      throw new HarnessError('BAD_INPUT', `${file}: a ZIP archive of more than ${bufferedBytesMax} bytes`, {
        hint: 'name it as a file: its directory is at its end',
      })
    }
    all.push(Buffer.from(chunk))
  }
  return Buffer.concat(all)
}

async function* failingAsInput(file: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (cause) {
    if (cause instanceof HarnessError || !(cause instanceof Error && 'code' in cause)) throw cause
    throw unreadable(file, cause, 'reading failed', 'check the disk and the permissions')
  }
}
