/** What is doubtful about the messages of one MT940 file, and no control shows. Keeps counts and keys, not messages. */

import { forgottenNote, StatementKeys } from '../bank/statement-keys.ts'
import type { Mt940Message } from './message.ts'

export class Mt940Doubts {
  readonly #seen = new StatementKeys<true>()
  #unproved = 0
  #twins = 0
  #resent = 0
  #training = 0
  #balanceReports = 0
  #notItemised = 0

  /** A header or trailer of SWIFT's, which says things of the message that it belongs to. */
  takeBlock(block: string): void {
    if (/\{PD[EM]:/.test(block)) this.#resent++
    if (block.includes('{TNG:')) this.#training++
  }

  /** A message that was read to its end. */
  takeMessage(message: Mt940Message): void {
    // A statement without balances is a finding; a report need not have any.
    if (message.interim && message.isUnproved) this.#unproved++
    if (message.type === '941') this.#balanceReports++
    this.#notItemised += message.unprovedCounts
    const { identity } = message
    if (identity !== undefined && this.#seen.meet(identity, true) !== undefined) this.#twins++
  }

  notes(): string[] {
    const told: readonly (readonly [number, string])[] = [
      [this.#unproved, 'interim reports state neither totals (:90C:, :90D:) nor balances: nothing proves that all of their lines are here'],
      [
        this.#notItemised,
        'totals (:90C:, :90D:) count more than the lines: below its floor limit (:34F:), or in a report without lines, a bank itemises nothing, and nothing proves them',
      ],
      [this.#balanceReports, 'balance reports (MT941) have no lines, by their standard: they are left out, and prove nothing'],
      [this.#twins, 'statements have the account, number, balances and sums of one before them: their lines were taken again'],
      [this.#resent, 'messages say of themselves that they may have been sent before (PDE, PDM): their lines were taken'],
      [this.#training, 'messages say of themselves that they are for training (TNG): their lines were taken'],
    ]
    return [...told.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`), ...forgottenNote(this.#seen.forgotten)]
  }
}
