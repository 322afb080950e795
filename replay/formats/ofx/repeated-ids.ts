/** How many ids come again, in bounded memory. */

/** Different ids that are remembered; of a file with more, the number is a lower bound. */
const idsMax = 500_000

export class RepeatedIds {
  readonly #seen = new Set<string>()
  repeated = 0
  isLowerBound = false

  add(account: string, id: string): void {
    const key = `${account}\n${id}`
    if (this.#seen.has(key)) this.repeated++
    else if (this.#seen.size < idsMax) this.#seen.add(key)
    else this.isLowerBound = true
  }
}
