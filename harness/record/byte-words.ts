/** Bytes compared, copied and hashed several at a time, as one number. Knows no content. */

const wordBytes = 8
const halfBytes = 4

/** The bytes, to be read as numbers. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/**
 * Whether the `length` bytes at a place are those of `other` from `from` on. `other` holds no zero byte, so that no two words of it are equal as
 * numbers only; of bytes that are not ASCII, which may make no number, equal ones may be called different.
 */
export function isSameAt(view: DataView, at: number, other: DataView, from: number, length: number): boolean {
  if (at + length > view.byteLength) return false
  if (length < halfBytes) {
    for (let index = 0; index < length; index++) if (view.getUint8(at + index) !== other.getUint8(from + index)) return false
    return true
  }
  if (length < wordBytes) {
    const last = length - halfBytes
    return view.getInt32(at) === other.getInt32(from) && view.getInt32(at + last) === other.getInt32(from + last)
  }
  // The last word may overlap the one before it.
  const last = length - wordBytes
  for (let index = 0; index < last; index += wordBytes) {
    if (view.getFloat64(at + index, true) !== other.getFloat64(from + index, true)) return false
  }
  return view.getFloat64(at + last, true) === other.getFloat64(from + last, true)
}

/** Copies UTF-8, in which no eight bytes are those of NaN: others may not survive being numbers. A call to copy would cost more than these few steps. */
export function copyTo(target: DataView, at: number, source: DataView, from: number, to: number): void {
  if (to - from < wordBytes) {
    for (let next = from; next < to; next++) target.setUint8(at + next - from, source.getUint8(next))
    return
  }
  // The last word may overlap the one before it.
  const last = to - wordBytes
  for (let next = from; next < last; next += wordBytes) target.setFloat64(at + next - from, source.getFloat64(next, true), true)
  target.setFloat64(at + last - from, source.getFloat64(last, true), true)
}

/**
 * A number for these bytes: four a step, turned so that each bit of each comes to count. The high bits are folded in because slots and places are
 * taken by the low ones.
 */
export function hashOf(view: DataView, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0
  let at = from
  for (; at + 4 <= to; at += 4) hash = Math.imul(((hash << 13) | (hash >>> 19)) ^ view.getInt32(at, true), 0x9e3779b1)
  for (; at < to; at++) hash = Math.imul(((hash << 13) | (hash >>> 19)) ^ view.getUint8(at), 0x9e3779b1)
  return hash ^ (hash >>> 15)
}
