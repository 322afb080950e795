/** Whose rows a processor's report of several accounts has: each account's merchant, and what has to be told of them. Knows no format. */

/** So many are told apart for each merchant; a report of more says "at least". */
const accountsMax = 1_000

export interface MerchantsOfAccounts {
  /** Whose all accounts are that `merchants` does not name. */
  readonly merchant: string
  /** By account, as the report calls it. */
  readonly merchants?: Readonly<Record<string, string>>
}

export class ReportAccounts {
  readonly #what: string
  readonly #merchant: string
  readonly #named: ReadonlyMap<string, string> | undefined
  /** Accounts seen, by merchant. */
  readonly #seen = new Map<string, Set<string>>()
  readonly #unnamed = new Set<string>()
  #last = ''
  #lastMerchant: string

  /** `what` they are, in the plural, as the report calls them. */
  constructor(what: string, { merchant, merchants }: MerchantsOfAccounts) {
    this.#what = what
    this.#merchant = merchant
    this.#lastMerchant = merchant
    this.#named = merchants === undefined ? undefined : new Map(Object.entries(merchants))
  }

  /** Whether rows of different accounts may be different merchants'. */
  get areNamed(): boolean {
    return this.#named !== undefined
  }

  /** The merchant of a row of this account; an empty one is none of those that are named, and is not told. */
  merchantOf(account: string): string {
    if (account === this.#last) return this.#lastMerchant
    const named = this.#named?.get(account)
    const merchant = named ?? this.#merchant
    this.#last = account
    this.#lastMerchant = merchant
    if (account === '') return merchant
    const seen = this.#seen.get(merchant) ?? new Set()
    this.#seen.set(merchant, seen)
    if (seen.size < accountsMax) seen.add(account)
    if (named === undefined && this.#named !== undefined && this.#unnamed.size < accountsMax) this.#unnamed.add(account)
    return merchant
  }

  notes(): string[] {
    const unnamed = `rows of ${counted(this.#unnamed)} ${this.#what} that "merchants" of the profile does not name: they are taken for its "merchant"'s`
    return [
      ...[...this.#seen.values()]
        .filter(({ size }) => size > 1)
        .map(
          (seen) =>
            `rows of ${counted(seen)} ${this.#what}: all are taken for one merchant's, and what has the same number in two of them for one; where they are several merchants', name each in "merchants" of the profile`,
        ),
      ...(this.#unnamed.size === 0 ? [] : [unnamed]),
    ]
  }
}

function counted({ size }: ReadonlySet<string>): string {
  return size === accountsMax ? `at least ${size}` : `${size}`
}
