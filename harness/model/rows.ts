/** Lists whose members may be made only when they are asked for. Any array is one. Knows no member. */

export interface Rows<Row> extends Iterable<Row> {
  readonly length: number
  /** undefined beyond the end. */
  at(index: number): Row | undefined
}

/** Members made again each time: where there are millions of which few are looked at, whole ones would take most of the memory. */
export class MadeRows<Row> implements Rows<Row> {
  readonly length: number
  readonly #make: (index: number) => Row

  constructor(length: number, make: (index: number) => Row) {
    this.length = length
    this.#make = make
  }

  at(index: number): Row | undefined {
    return index < this.length ? this.#make(index) : undefined
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let index = 0; index < this.length; index++) yield this.#make(index)
  }
}

/** One list behind the other. */
export function joined<Row>(first: Rows<Row>, second: Rows<Row>): Rows<Row> {
  const { length } = first
  return new MadeRows(length + second.length, (index) => (index < length ? first.at(index) : second.at(index - length)) as Row)
}
