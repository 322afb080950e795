/** Rows that were seen lately, in memory that never grows and that no collector has to look through. */

/** Rows that are remembered, at least. */
const rowsKept = 10_000
/** A power of two, above twice the rows: places are found in a step or two. */
const placesCount = 32_768

/** Two halves take turns: when one is full, the other forgets. */
export class RecentRows {
  #recent = new Half()
  #before = new Half()

  /** Whether a row of this id said the same amount last time. If not, it is noted. */
  isRepeated(id: string, minor: bigint): boolean {
    const recent = this.#recent
    recent.write(id)
    if (recent.find(recent) === minor || this.#before.find(recent) === minor) return true
    recent.note(minor)
    if (recent.rows < rowsKept) return false
    this.#before.clear()
    this.#recent = this.#before
    this.#before = recent
    return false
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
  /** Number of the row from 1; 0 for none. */
  readonly #places = new Int32Array(placesCount)
  #place = 0

  write(id: string): void {
    this.end = this.start + id.length
    if (this.end > this.letters.length) {
      const longer = new Uint16Array(2 * this.end)
      longer.set(this.letters)
      this.letters = longer
    }
    let hash = 0
    for (let at = 0; at < id.length; at++) {
      const letter = id.charCodeAt(at)
      this.letters[this.start + at] = letter
      hash = (Math.imul(hash, 31) + letter) | 0
    }
    this.hash = hash ^ (hash >>> 15)
  }

  /** What the id that is written in `asked` said here; undefined where it is not known. */
  find(asked: Half): bigint | undefined {
    for (let place = asked.hash & (placesCount - 1); ; place = (place + 1) & (placesCount - 1)) {
      const row = this.#places[place] as number
      this.#place = place
      if (row === 0) return undefined
      if (this.#isOf(row - 1, asked)) return this.#minors[row - 1]
    }
  }

  #isOf(row: number, { letters, start, end }: Half): boolean {
    const own = this.#starts[row] as number
    if ((this.#starts[row + 1] as number) - own !== end - start) return false
    for (let at = start; at < end; at++) if (this.letters[own + at - start] !== letters[at]) return false
    return true
  }

  /** Notes what the id says that was written and looked for last. */
  note(minor: bigint): void {
    const known = this.#places[this.#place] as number
    if (known !== 0) {
      this.#minors[known - 1] = minor
      return
    }
    this.#minors[this.rows++] = minor
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
