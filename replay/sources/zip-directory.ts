/** The central directory of a ZIP archive: which members there are and where their bytes stand. Unpacks nothing. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { RandomBytes } from './random-bytes.ts'

export interface ZipMember {
  /** Inside of the archive; only ever a name in messages, never a path that is written to. */
  readonly name: string
  readonly method: 'stored' | 'deflate'
  readonly crc: number
  readonly dataOffset: number
  readonly compressedBytes: number
  readonly bytes: number
}

const membersMax = 10_000
const directoryBytesMax = 16_777_216
/** The end record with the longest comment that it may have. */
const endBytesMax = 65_557

const endMark = 0x06_05_4b_50
const end64LocatorMark = 0x07_06_4b_50
const end64Mark = 0x06_06_4b_50
const directoryMark = 0x02_01_4b_50
const localMark = 0x04_03_4b_50

interface Entry extends Omit<ZipMember, 'dataOffset' | 'method'> {
  readonly method: number
  readonly flags: number
  readonly localOffset: number
}

/** The files of an archive in the directory's order; folders and what operating systems add are left out. Throws BAD_INPUT. */
export async function zipMembers(file: string, bytes: RandomBytes): Promise<ZipMember[]> {
  const directory = await readDirectory(file, bytes)
  const entries = entriesOf(file, directory.bytes, directory.count).filter(({ name }) => !isFolderOrAddition(name))
  const members: ZipMember[] = []
  for (const entry of entries) members.push(await memberOf(file, bytes, entry))
  refuseOverlaps(file, members)
  return members
}

function refuse(file: string, what: string): never {
  throw new HarnessError('BAD_INPUT', `${file}: ${what}`, { hint: 'unpack the archive, and name the files' })
}

async function readDirectory(file: string, bytes: RandomBytes): Promise<{ readonly bytes: Buffer; readonly count: number }> {
  const tailAt = Math.max(0, bytes.size - endBytesMax)
  const tail = await bytes.read(tailAt, bytes.size - tailAt)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== endMark) at--
  if (at < 0) refuse(file, 'is a ZIP archive without its directory: it is cut off')
  let [count, size, offset] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)]
  if (count === 0xff_ff || size === 0xff_ff_ff_ff || offset === 0xff_ff_ff_ff) {
    if (at < 20 || tail.readUInt32LE(at - 20) !== end64LocatorMark) refuse(file, 'has no directory of 64 bits where it needs one')
    const end64 = await bytes.read(Number(tail.readBigUInt64LE(at - 12)), 56)
    if (end64.length < 56 || end64.readUInt32LE(0) !== end64Mark) refuse(file, 'has no directory of 64 bits where it needs one')
    ;[count, size, offset] = [end64.readBigUInt64LE(32), end64.readBigUInt64LE(40), end64.readBigUInt64LE(48)].map(Number) as [
      number,
      number,
      number,
    ]
  }
  if (count > membersMax) refuse(file, `has ${count} members, more than ${membersMax}`)
  if (size > directoryBytesMax || offset + size > bytes.size) refuse(file, 'has a directory that does not fit into it')
  return { bytes: await bytes.read(offset, size), count }
}

function entriesOf(file: string, directory: Buffer, count: number): Entry[] {
  const entries: Entry[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== directoryMark)
      refuse(file, `has a broken directory (member ${index + 1})`)
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const extraAt = at + 46 + nameBytes
    const end = extraAt + extraBytes + commentBytes
    if (end > directory.length) refuse(file, `has a broken directory (member ${index + 1})`)
    const sizes = wideSizes(directory.subarray(extraAt, extraAt + extraBytes), [
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    ])
    entries.push({
      name: directory.toString('utf8', at + 46, extraAt),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      bytes: sizes[0],
      compressedBytes: sizes[1],
      localOffset: sizes[2],
    })
    at = end
  }
  return entries
}

/** Size, compressed size and offset, those that are all ones from the extra field of 64 bits. */
function wideSizes(extra: Buffer, narrow: readonly [number, number, number]): [number, number, number] {
  const sizes: [number, number, number] = [...narrow]
  let at = 0
  while (at + 4 <= extra.length) {
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)]
    let field = at + 4
    const end = Math.min(field + length, extra.length)
    for (const index of [0, 1, 2] as const) {
      if (id !== 1 || narrow[index] !== 0xff_ff_ff_ff || field + 8 > end) continue
      sizes[index] = Number(extra.readBigUInt64LE(field))
      field += 8
    }
    at = at + 4 + length
  }
  return sizes
}

async function memberOf(file: string, bytes: RandomBytes, entry: Entry): Promise<ZipMember> {
  const { name, flags, method, crc, compressedBytes, localOffset } = entry
  if ((flags & 1) !== 0) refuse(file, `member ${name} is encrypted`)
  if (method !== 0 && method !== 8) refuse(file, `member ${name} is packed by method ${method}, expected 0 (stored) or 8 (deflate)`)
  const local = await bytes.read(localOffset, 30)
  if (local.length < 30 || local.readUInt32LE(0) !== localMark) refuse(file, `member ${name} is not where the directory says`)
  const dataOffset = localOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (dataOffset + compressedBytes > bytes.size) refuse(file, `member ${name} is cut off`)
  return { name, method: method === 0 ? 'stored' : 'deflate', crc, dataOffset, compressedBytes, bytes: entry.bytes }
}

/** Members that share bytes are how a small archive gets to be a huge one. */
function refuseOverlaps(file: string, members: readonly ZipMember[]): void {
  const ordered = members.toSorted((a, b) => a.dataOffset - b.dataOffset)
  for (const [index, member] of ordered.entries()) {
    const next = ordered[index + 1]
    if (next !== undefined && member.dataOffset + member.compressedBytes > next.dataOffset)
      refuse(file, `members ${member.name} and ${next.name} overlap`)
  }
}

function isFolderOrAddition(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1)
  return base === '' || base.startsWith('.') || name.startsWith('__MACOSX/')
}
