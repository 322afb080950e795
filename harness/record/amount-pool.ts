/** Amounts that occur again and again, made once: a bigint is an object each time that it is made. Knows no field. */

/** A place holds the last amount that fell there: a bounded memory, whatever the file holds. */
const places = 1 << 13

export class AmountPool {
  readonly #minors = new Float64Array(places)
  readonly #amounts: bigint[] = Array.from({ length: places }, () => 0n)

  /** The amount of this whole number. */
  of(minor: number): bigint {
    const place = minor & (places - 1)
    if (this.#minors[place] === minor) return this.#amounts[place] as bigint
    this.#minors[place] = minor
    return (this.#amounts[place] = BigInt(minor))
  }
}
