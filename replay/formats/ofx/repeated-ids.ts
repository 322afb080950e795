/** How many ids come again, in bounded memory: it keeps a number for each id, not its text. */

/** Different ids that are remembered (8 bytes each, in a table half full); of a file with more, the count is a lower bound. */
const idsMax = 1_048_576

export class RepeatedIds {
  /** 0: free. */
  #table = new Float64Array(1_024)
  #size = 0
  #account = ''
  #seed = hash53('', 0)
  repeated = 0
  isLowerBound = false

  add(account: string, id: string): void {
    if (account !== this.#account) {
      this.#account = account
      this.#seed = hash53(account, 0)
    }
    const key = hash53(id, this.#seed)
    const slot = this.#slotOf(this.#table, key)
    if (this.#table[slot] === key) {
      this.repeated++
      return
    }
    if (this.#size >= idsMax) {
      this.isLowerBound = true
      return
    }
    this.#table[slot] = key
    this.#size++
    if (this.#size * 2 > this.#table.length) this.#grow()
  }

  #slotOf(table: Float64Array, key: number): number {
    // The length is a power of two.
    const mask = table.length - 1
    let slot = key & mask
    while (table[slot] !== 0 && table[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const larger = new Float64Array(this.#table.length * 2)
    for (const key of this.#table) if (key !== 0) larger[this.#slotOf(larger, key)] = key
    this.#table = larger
  }
}

/** 52 bits of two multiplicative hashes, never 0: two of a million ids are the same by chance once in ten thousand files. */
function hash53(text: string, seed: number): number {
  let [high, low] = [0xde_ad_be_ef ^ seed, 0x41_c6_ce_57 ^ seed]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2_654_435_761)
    low = Math.imul(low ^ code, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return ((high >>> 0) & 0xf_ff_ff) * 4_294_967_296 + (low >>> 0) + 1
}
