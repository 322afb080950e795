/** The canonical record (matching.md §1): one event of a ledger, a processor or a bank. */

export const sides = ['ledger', 'processor', 'bank'] as const
export type Side = (typeof sides)[number]

export const kinds = [
  'charge',
  'refund',
  'dispute',
  'dispute_reversal',
  'fee',
  'adjustment',
  'fx',
  'payout',
  'payout_return',
  'bank_line',
  'other',
] as const
export type Kind = (typeof kinds)[number]

/** Kinds that are matched between ledger and processor (LEG1). */
export const leg1Kinds: ReadonlySet<Kind> = new Set(['charge', 'refund', 'dispute', 'dispute_reversal'])

export interface Presentment {
  readonly amountMinor: bigint
  readonly currency: string
  /** Decimal string; never a float. */
  readonly rate: string
}

/** Amounts are signed minor units, money towards the merchant positive on every side; net = gross − fee. */
export interface CanonicalRecord {
  readonly tenant: string
  readonly merchant: string
  readonly side: Side
  /** The provider: stripe, paypal, adyen, bank, ledger. */
  readonly source: string
  readonly account: string
  readonly recordId: string
  readonly kind: Kind
  readonly ref?: string
  readonly parentRef?: string
  readonly payoutRef?: string
  readonly traceRef?: string
  /** Bank lines only. */
  readonly references?: readonly string[]
  /** Payouts only; absent means true. */
  readonly automatic?: boolean
  readonly grossMinor: bigint
  readonly feeMinor: bigint
  readonly netMinor: bigint
  readonly currency: string
  readonly presentment?: Presentment
  /** `YYYY-MM-DDTHH:MM:SS.sssZ`. */
  readonly occurredAt: string
  /** `YYYY-MM-DD` in the account's zone, after the profile's cut-off. */
  readonly businessDate: string
  readonly status?: string
  readonly version?: number
}

/** NFKC, trimmed, blanks collapsed; what names nothing (empty, NONREF, NOTPROVIDED) is absent (matching.md §1). */
export function normaliseReference(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  // Plain ASCII without blanks is already normal: the common case, and ten times cheaper to see than to normalise.
  const normal = /^[!-~]*$/.test(text) ? text : text.normalize('NFKC').trim().replace(/\s+/g, ' ')
  return normal === '' || normal === 'NONREF' || normal === 'NOTPROVIDED' ? undefined : normal
}

/** Whether a kind may stand on a side (matching.md §1, last lines). */
export function kindAllowedOn(kind: Kind, side: Side): boolean {
  if (kind === 'payout' || kind === 'payout_return') return side === 'processor'
  if (kind === 'bank_line') return side === 'bank'
  if (leg1Kinds.has(kind)) return side !== 'bank'
  return true
}

/** What keeps a record from being canonical, in words, with the values; empty when nothing does. */
export function recordProblems(record: CanonicalRecord): string[] {
  const problems: string[] = []
  if (record.netMinor !== record.grossMinor - record.feeMinor) {
    problems.push(`net must be gross - fee, got ${record.netMinor} != ${record.grossMinor} - ${record.feeMinor}`)
  }
  if (!kindAllowedOn(record.kind, record.side)) problems.push(`kind ${record.kind} cannot stand on side ${record.side}`)
  for (const name of ['tenant', 'merchant', 'source', 'account', 'recordId'] as const) {
    if (record[name] === '') problems.push(`${name} must not be empty`)
  }
  return problems
}
