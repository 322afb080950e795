/** Proves that each batch of an Adyen settlement closes: what came in and went out, payout included, adds up to 0. Repairs nothing. */

import { amountText } from '../control-amounts.ts'
import { ownText } from '../own-text.ts'
import { ControlTally, type ControlResult } from '../reading.ts'

interface Batch {
  readonly merchantAccount: string
  readonly batch: string
  readonly currency: string
  netMinor: bigint
  closes: boolean
}

/** Open batches that are named in the note; it counts the others. */
const openTold = 5

export class BatchControl {
  readonly #batches = new Map<string, Batch>()
  #last: Batch | undefined

  /** Batches count anew for each merchant account. `closing`: a payout or a balance transfer. A batch without one is still open, or cut out of a longer report. */
  add(merchantAccount: string, batch: string, currency: string, netMinor: bigint, closing: boolean): void {
    // The rows of a batch mostly stand together.
    const last = this.#last
    const isLast = last?.batch === batch && last.currency === currency && last.merchantAccount === merchantAccount
    const known = isLast ? last : this.#open(merchantAccount, batch, currency)
    known.netMinor += netMinor
    known.closes ||= closing
  }

  #open(merchantAccount: string, batch: string, currency: string): Batch {
    const key = JSON.stringify([merchantAccount, batch, currency])
    const known = this.#batches.get(key) ?? {
      merchantAccount: ownText(merchantAccount),
      batch: ownText(batch),
      currency,
      netMinor: 0n,
      closes: false,
    }
    this.#batches.set(key, known)
    this.#last = known
    return known
  }

  /** A report ends with what closes its batch: where that is missing, more may be. */
  notes(): string[] {
    const open = [...this.#batches.values()].filter(({ closes }) => !closes)
    if (open.length === 0) return []
    const more = open.length > openTold ? ` and ${open.length - openTold} more` : ''
    const told = open.slice(0, openTold).map(({ batch, currency }) => `${batch} (${currency})`)
    return [
      `no payout or balance transfer closes batch ${told.join(', ')}${more}: nothing proves that all rows of it are here, as where a file was cut off`,
    ]
  }

  results(file: string): ControlResult[] {
    const tally = new ControlTally(file, 'batch-balance')
    for (const { batch, currency, netMinor, closes } of this.#batches.values()) {
      if (!closes) continue
      const residual = amountText(netMinor, currency)
      if (netMinor === 0n) tally.hold()
      else
        tally.fail({
          subject: `batch ${batch}`,
          expected: `${amountText(0n, currency)} of all its rows together`,
          actual: residual,
          difference: residual,
        })
    }
    return tally.results()
  }
}
