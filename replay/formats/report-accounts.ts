/** How many accounts a processor's report is about. One profile entry makes them all one merchant's, which has to be told. */

/** So many are told apart; a report of more says "at least". */
const accountsMax = 1_000

export class ReportAccounts {
  readonly #what: string
  readonly #seen = new Set<string>()
  #last = ''

  /** `what` they are, in the plural, as the report calls them. */
  constructor(what: string) {
    this.#what = what
  }

  /** An empty one says nothing. */
  add(account: string): void {
    if (account === this.#last || account === '') return
    this.#last = account
    if (this.#seen.size < accountsMax) this.#seen.add(account)
  }

  notes(): string[] {
    const { size } = this.#seen
    if (size < 2) return []
    const count = size === accountsMax ? `at least ${size}` : `${size}`
    return [
      `rows of ${count} ${this.#what}: all are taken for one merchant's, and what has the same number in two of them for one; where they are several merchants', split the file by account`,
    ]
  }
}
