/** ZIP archives by hand, as the format's specification lays them out (APPNOTE.TXT 4.3). */

import { crc32, deflateRawSync } from 'node:zlib'

interface ZipMember {
  readonly name: string
  readonly content: Buffer | string
  readonly stored?: true
  readonly flags?: number
  readonly crc?: number
  readonly method?: number
}

/** With each field as it is given, be it wrong. */
export function zipOf(members: readonly ZipMember[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, stored, flags = 0, crc, method } of members) {
    const plain = Buffer.from(content)
    const packed = stored === true ? plain : deflateRawSync(plain)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(method ?? (stored === true ? 0 : 8), 4)
    fields.writeUInt32LE(crc ?? crc32(plain), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(plain.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(Buffer.byteLength(comment), 20)
  return Buffer.concat([...locals, central, end, Buffer.from(comment)])
}
