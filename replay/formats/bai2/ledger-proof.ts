/** Whether the transactions of a BAI2 account give what its record 03 states: trailers have no signs, so that nothing else proves a direction. */

/** Amounts of a record 03, by their type code. */
export type StatedAmounts = ReadonlyMap<string, bigint>

/**
 * Opening ledger (010) + transactions = closing ledger (015), credits = total credits (100), debits = total debits (400), each where it is stated. Banks
 * may report a part of the transactions alone: what differs is told, and is no failure.
 */
export class LedgerProof {
  #stated: StatedAmounts | undefined
  #transactions = 0
  #creditMinor = 0n
  #debitMinor = 0n
  #accounts = 0
  #differing = 0
  #first = 0

  open(stated: StatedAmounts): void {
    this.#accounts++
    this.#stated = stated
    this.#transactions = 0
    this.#creditMinor = this.#debitMinor = 0n
  }

  add(netMinor: bigint): void {
    this.#transactions++
    if (netMinor < 0n) this.#debitMinor -= netMinor
    else this.#creditMinor += netMinor
  }

  /** A row of the account could not be read, which is told anyway. */
  leave(): void {
    this.#stated = undefined
  }

  /** At the trailer of the account. One without a transaction is a summary alone. */
  close(): void {
    const stated = this.#stated
    this.#stated = undefined
    if (stated === undefined || this.#transactions === 0) return
    const [opening, closing] = [stated.get('010'), stated.get('015')]
    const closes = opening === undefined || closing === undefined || opening + this.#creditMinor - this.#debitMinor === closing
    const adds = (code: string, minor: bigint): boolean => (stated.get(code) ?? minor) === minor
    if (closes && adds('100', this.#creditMinor) && adds('400', this.#debitMinor)) return
    if (this.#differing++ === 0) this.#first = this.#accounts
  }

  notes(): string[] {
    if (this.#differing === 0) return []
    return [
      `${this.#differing} accounts (the first: statement ${this.#first}) have transactions that do not lead from the opening ledger (010) to the closing one (015), or do not add up to the total credits (100) or debits (400): some are not in the file, or a type code moves money the other way`,
    ]
  }
}
