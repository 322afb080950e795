/** Orders of a leading export of a shop, to be found again by the money that its transactions say they brought. Knows no files. */

import type { CanonicalRecord } from '../../harness/model/record.ts'

interface Order {
  readonly totalMinor: bigint
  /** What transactions have said of it so far. */
  toldMinor: bigint
}

export class LeadingOrders {
  readonly #orders = new Map<string, Order>()

  /** Orders of which transactions tell a part alone, and no more of it: of those that none tells anything, the export may be of other days. */
  get partlyTold(): number {
    const orders = new Set(this.#orders.values())
    return orders
      .values()
      .filter(({ totalMinor, toldMinor }) => toldMinor > 0n && toldMinor < totalMinor)
      .toArray().length
  }

  /** A charge of the orders export: it is known by the order's id and by its name. */
  add(record: CanonicalRecord): void {
    const order = { totalMinor: record.grossMinor, toldMinor: 0n }
    for (const id of [record.recordId, record.parentRef]) if (id !== undefined) this.#orders.set(keyOf(record, id), order)
  }

  /**
   * A charge that fills: `known` where the order leads, of which it may be a part (several captures, a gift card); `contradiction` where all of them
   * are more than the order's total; `record` where no order leads.
   */
  admit(record: CanonicalRecord): 'known' | 'record' | 'contradiction' {
    const ids = [record.parentRef, record.ref].filter((id) => id !== undefined)
    const order = ids.map((id) => this.#orders.get(keyOf(record, id))).find((each) => each !== undefined)
    if (order === undefined) return 'record'
    if (order.toldMinor + record.grossMinor > order.totalMinor) return 'contradiction'
    order.toldMinor += record.grossMinor
    return 'known'
  }
}

function keyOf({ tenant, merchant, account, currency }: CanonicalRecord, id: string): string {
  return JSON.stringify([tenant, merchant, account, currency, id])
}
