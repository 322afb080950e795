/** What one merchant has done so far: its numbers, its open charges, and the members of today's payout. */

import type { CanonicalRecord, Kind } from '../../harness/model/record.ts'
import type { Merchant } from './group.ts'

export interface OpenCharge {
  readonly ref: string
  readonly chargeId: string
  readonly grossMinor: bigint
}

/** When something happens: both sides of it, in ms since 1970, and the business day of all accounts. */
export interface Moment {
  readonly day: string
  readonly ledgerMs: number
  readonly processorMs: number
}

/** One event as both sides may book it. */
export interface Movement {
  readonly kind: Kind
  readonly ref?: string
  readonly parentRef?: string
  readonly grossMinor: bigint
  readonly feeMinor: bigint
}

/** How a processor names what it pays out. */
export interface ProcessorStyle {
  readonly source: string
  readonly payoutPrefix: string
  /** Absent: its reports have no traces. */
  readonly tracePrefix?: string
}

const stripeStyle: ProcessorStyle = { source: 'stripe', payoutPrefix: 'po_', tracePrefix: 'TR' }

const openChargesMax = 64

export class MerchantBook {
  readonly merchant: Merchant
  readonly style: ProcessorStyle
  readonly charges: OpenCharge[] = []
  readonly disputed: OpenCharge[] = []
  /** The automatic payout that collects today's rows; undefined on a day without activity. */
  payoutId: string | undefined
  /** Of a manual payout nobody can say which rows are in it: they do not name it. */
  payoutIsManual = false
  payoutNetMinor = 0n
  #numbers = new Map<string, number>()

  constructor(merchant: Merchant, style: ProcessorStyle = stripeStyle) {
    this.merchant = merchant
    this.style = style
  }

  /**
   * Ids count up for each merchant by itself, so that the same ids occur at many merchants and tenants: correct matching keys
   * never mix them.
   */
  nextId(prefix: string): string {
    const number = (this.#numbers.get(prefix) ?? 0) + 1
    this.#numbers.set(prefix, number)
    return prefix + String(number).padStart(6, '0')
  }

  openDay(manual: boolean): void {
    this.payoutId = this.nextId(this.style.payoutPrefix)
    this.payoutIsManual = manual
  }

  closeDay(): void {
    this.payoutId = undefined
    this.payoutNetMinor = 0n
  }

  keepCharge(charge: OpenCharge): void {
    if (this.charges.length >= openChargesMax) this.charges.shift()
    this.charges.push(charge)
  }

  ledgerRecord({ kind, ref, parentRef, grossMinor }: Movement, { day, ledgerMs }: Moment): CanonicalRecord {
    const { tenant, merchant, ledgerAccount, currency } = this.merchant
    return {
      tenant,
      merchant,
      side: 'ledger',
      source: 'ledger',
      account: ledgerAccount,
      recordId: this.nextId('le_'),
      kind,
      ...(ref === undefined ? {} : { ref }),
      ...(parentRef === undefined || kind === 'charge' ? {} : { parentRef }),
      grossMinor,
      feeMinor: 0n,
      netMinor: grossMinor,
      currency,
      occurredAt: new Date(ledgerMs).toISOString(),
      businessDate: day,
    }
  }

  /** A member of today's payout. The caller adds its net to `payoutNetMinor`, unless its identity is in conflict. */
  processorRecord({ kind, ref, parentRef, grossMinor, feeMinor }: Movement, { day, processorMs }: Moment): CanonicalRecord {
    const { tenant, merchant, processorAccount, currency } = this.merchant
    return {
      tenant,
      merchant,
      side: 'processor',
      source: this.style.source,
      account: processorAccount,
      recordId: this.nextId('txn_'),
      kind,
      ...(ref === undefined ? {} : { ref }),
      ...(parentRef === undefined ? {} : { parentRef }),
      ...(this.payoutId === undefined || this.payoutIsManual ? {} : { payoutRef: this.payoutId }),
      grossMinor,
      feeMinor,
      netMinor: grossMinor - feeMinor,
      currency,
      occurredAt: new Date(processorMs).toISOString(),
      businessDate: day,
    }
  }
}
