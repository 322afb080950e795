/** Counts distinct texts in 8 bytes each: a set of 53-bit hashes that never gives them back. Exact up to one chance collision in many millions. */

export interface SeenTexts {
  /** Whether the text was new. */
  add(text: string): boolean
  readonly count: number
}

export function seenTexts(): SeenTexts {
  let slots = new Float64Array(1 << 12)
  let count = 0

  const place = (table: Float64Array, hash: number): boolean => {
    const mask = table.length - 1
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      if (table[at] === hash) return false
      if (table[at] !== 0) continue
      table[at] = hash
      return true
    }
  }

  return {
    add(text) {
      if (!place(slots, hashOf(text))) return false
      count += 1
      if (count * 2 > slots.length) {
        const larger = new Float64Array(slots.length * 2)
        for (const hash of slots) if (hash !== 0) place(larger, hash)
        slots = larger
      }
      return true
    },
    get count() {
      return count
    },
  }
}

/** 53 bits from two multiplicative hashes; never 0, which marks a free slot. */
function hashOf(text: string): number {
  let a = 0xdead_beef
  let b = 0x41c6_ce57
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x9e37_79b1)
    b = Math.imul(b ^ unit, 0x5f35_6495)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85eb_ca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2_ae35)
  b = Math.imul(b ^ (b >>> 16), 0x85eb_ca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2_ae35)
  return (b >>> 11) * 0x1_0000_0000 + (a >>> 0) || 1
}
