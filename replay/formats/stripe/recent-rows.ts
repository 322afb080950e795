/** Rows that were seen lately, in memory that never grows and that no collector has to look through. */

/** Rows that are remembered, at least. */
const rowsKept = 10_000
/** A power of two, above twice the rows: places are found in a step or two. */
const placesCount = 32_768

/** What a row is beside the last one of its id: none was seen, it said the same, or something else. */
export type Sight = 'new' | 'same' | 'other'

/**
 * Ids are known by 64 bits: two different ones among a thousand million rows are taken for one with a chance of one in a million. Two halves take turns:
 * when one is full, the other forgets.
 */
export class RecentRows {
  #recent = new Half()
  #before = new Half()

  /** `mark` is a part of the id. Rows say the same where amount and digest are the same; what is new is noted. */
  see(id: string, mark: number, minor: bigint, digest: number): Sight {
    let [low, high] = [mark, ~mark]
    for (let at = 0; at < id.length; at++) {
      const letter = id.charCodeAt(at)
      low = (Math.imul(low, 31) + letter) | 0
      high = Math.imul(high ^ letter, 16_777_619)
    }
    // Neighbours of a counted id stand apart in both.
    low = Math.imul(low ^ (low >>> 15), 0x2c1b_3c6d)
    high ^= high >>> 13
    const recent = this.#recent
    const isSame = recent.isSame(low, high, minor, digest) ?? this.#before.isSame(low, high, minor, digest)
    if (isSame === true) return 'same'
    recent.note(low, high, minor, digest)
    if (recent.rows >= rowsKept) {
      this.#before.clear()
      this.#recent = this.#before
      this.#before = recent
    }
    return isSame === undefined ? 'new' : 'other'
  }
}

class Half {
  rows = 0
  readonly #lows = new Int32Array(rowsKept)
  readonly #highs = new Int32Array(rowsKept)
  readonly #minors = new BigInt64Array(rowsKept)
  readonly #digests = new Int32Array(rowsKept)
  /** Number of the row from 1; 0 for none. */
  readonly #places = new Int32Array(placesCount)
  #place = 0

  /** Whether the id said the same here; undefined where it is not known. */
  isSame(low: number, high: number, minor: bigint, digest: number): boolean | undefined {
    for (let place = low & (placesCount - 1); ; place = (place + 1) & (placesCount - 1)) {
      const row = (this.#places[place] as number) - 1
      this.#place = place
      if (row === -1) return undefined
      if (this.#lows[row] === low && this.#highs[row] === high) return this.#digests[row] === digest && this.#minors[row] === minor
    }
  }

  /** Notes what the id says that was looked for last. */
  note(low: number, high: number, minor: bigint, digest: number): void {
    const known = this.#places[this.#place] as number
    const row = known === 0 ? this.rows++ : known - 1
    this.#lows[row] = low
    this.#highs[row] = high
    this.#minors[row] = minor
    this.#digests[row] = digest
    this.#places[this.#place] = row + 1
  }

  clear(): void {
    this.#places.fill(0)
    this.rows = 0
  }
}
