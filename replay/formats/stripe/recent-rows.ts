/** Rows that were seen lately, in memory that never grows and that no collector has to look through. */

/** Rows that are remembered, at least. */
const rowsKept = 10_000
/** A power of two, above twice the rows: places are found in a step or two. */
const placesCount = 32_768

/** What a row is beside the last one of its id: none was seen, it said the same, or something else. */
export type Sight = 'new' | 'same' | 'other'

/** Two halves take turns: when one is full, the other forgets. */
export class RecentRows {
  #recent = new Half()
  #before = new Half()

  /** `mark` is a part of the id. Rows say the same where amount and digest are the same; what is new is noted. */
  see(id: string, mark: number, minor: bigint, digest: number): Sight {
    const recent = this.#recent
    recent.write(id, mark)
    const isSame = recent.isSame(recent, minor, digest) ?? this.#before.isSame(recent, minor, digest)
    if (isSame === true) return 'same'
    recent.note(minor, digest)
    if (recent.rows >= rowsKept) {
      this.#before.clear()
      this.#recent = this.#before
      this.#before = recent
    }
    return isSame === undefined ? 'new' : 'other'
  }
}

class Half {
  /** The letters of all ids, one behind the other, and of one that may become the next. */
  letters = new Uint16Array(32 * rowsKept)
  /** Where the written id begins and ends. */
  start = 0
  end = 0
  hash = 0
  rows = 0
  readonly #starts = new Int32Array(rowsKept + 1)
  readonly #minors = new BigInt64Array(rowsKept)
  readonly #digests = new Int32Array(rowsKept)
  /** Number of the row from 1; 0 for none. */
  readonly #places = new Int32Array(placesCount)
  #place = 0

  write(id: string, mark: number): void {
    this.end = this.start + 1 + id.length
    if (this.end > this.letters.length) {
      const longer = new Uint16Array(2 * this.end)
      longer.set(this.letters)
      this.letters = longer
    }
    this.letters[this.start] = mark
    let hash = mark
    for (let at = 0; at < id.length; at++) {
      const letter = id.charCodeAt(at)
      this.letters[this.start + 1 + at] = letter
      hash = (Math.imul(hash, 31) + letter) | 0
    }
    this.hash = hash ^ (hash >>> 15)
  }

  /** Whether the id that is written in `asked` said the same here; undefined where it is not known. */
  isSame(asked: Half, minor: bigint, digest: number): boolean | undefined {
    for (let place = asked.hash & (placesCount - 1); ; place = (place + 1) & (placesCount - 1)) {
      const row = this.#places[place] as number
      this.#place = place
      if (row === 0) return undefined
      if (this.#isOf(row - 1, asked)) return this.#minors[row - 1] === minor && this.#digests[row - 1] === digest
    }
  }

  #isOf(row: number, { letters, start, end }: Half): boolean {
    const own = this.#starts[row] as number
    if ((this.#starts[row + 1] as number) - own !== end - start) return false
    for (let at = start; at < end; at++) if (this.letters[own + at - start] !== letters[at]) return false
    return true
  }

  /** Notes what the id says that was written and looked for last. */
  note(minor: bigint, digest: number): void {
    const known = this.#places[this.#place] as number
    const row = known === 0 ? this.rows++ : known - 1
    this.#minors[row] = minor
    this.#digests[row] = digest
    if (known !== 0) return
    this.#places[this.#place] = this.rows
    this.start = this.end
    this.#starts[this.rows] = this.start
  }

  clear(): void {
    this.#places.fill(0)
    this.rows = 0
    this.start = 0
  }
}
