/** Bytes compared and copied eight at a time, as one number. Knows no content. */

const wordBytes = 8

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
  if (length < wordBytes) {
    for (let index = 0; index < length; index++) if (view.getUint8(at + index) !== other.getUint8(from + index)) return false
    return true
  }
  // The last word may overlap the one before it.
  const last = length - wordBytes
  for (let index = 0; index < last; index += wordBytes) {
    if (view.getFloat64(at + index, true) !== other.getFloat64(from + index, true)) return false
  }
  return view.getFloat64(at + last, true) === other.getFloat64(from + last, true)
}

/** Copies ASCII: other bytes may not survive being numbers. A call to copy would cost more than these few steps. */
export function copyTo(target: DataView, at: number, source: DataView, from: number, to: number): void {
  let next = from
  for (; next + wordBytes <= to; next += wordBytes) target.setFloat64(at + next - from, source.getFloat64(next, true), true)
  for (; next < to; next++) target.setUint8(at + next - from, source.getUint8(next))
}
