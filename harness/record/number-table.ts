/** Columns of numbers that grow together, a row at a time. Knows no meaning. */

type NumberArray = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>
type NumberTypes = Readonly<Record<string, 'i32' | 'f64'>>
/** The columns of a table, by name. */
export type NumberColumns<Types extends NumberTypes> = {
  [Name in keyof Types]: Types[Name] extends 'i32' ? Int32Array<ArrayBuffer> : Float64Array<ArrayBuffer>
}

const rowsUsual = 1 << 10

export class NumberTable<Types extends NumberTypes> {
  /** Longer than there are rows; not the same arrays after a row was added. */
  columns: NumberColumns<Types>
  count = 0
  #room: number

  /** Has room for `rows` at first: what is not filled takes no memory, and columns as long as they have to be are not copied. */
  constructor(types: Types, rows = rowsUsual) {
    this.#room = Math.max(1, rows)
    const columns = Object.entries(types).map(([name, type]) => [name, new (type === 'i32' ? Int32Array : Float64Array)(this.#room)])
    this.columns = Object.fromEntries(columns) as NumberColumns<Types>
  }

  /** The place of a new row, of zeros. */
  add(): number {
    if (this.count === this.#room) this.#resize(2 * this.#room)
    return this.count++
  }

  /** The columns, as long as there are rows. */
  take(): NumberColumns<Types> {
    this.#resize(this.count)
    return this.columns
  }

  #resize(room: number): void {
    if (room === this.#room) return
    this.#room = room
    const columns = Object.entries(this.columns as Record<string, NumberArray>).map(([name, column]) => [name, resized(column, room)])
    this.columns = Object.fromEntries(columns) as NumberColumns<Types>
  }
}

/** The old array is given up at once, not when a collector comes by. */
function resized(column: NumberArray, length: number): NumberArray {
  const buffer = column.buffer.transfer(length * column.BYTES_PER_ELEMENT)
  return column instanceof Int32Array ? new Int32Array(buffer) : new Float64Array(buffer)
}
