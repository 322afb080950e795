/**
 * A second reading of matching.md, level L1: one record at a time, each question asked of all records again. Slow and plain on purpose, and
 * written from the page alone: it shares no code with the oracle but the content hash and the types.
 */

import type { MatchProfile } from '../../harness/model/match-result.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { contentOf } from '../../harness/model/record-key.ts'

/** A result whose groups are spelled out as sorted contents; fewer than two members that are not OPEN is no group. */
export interface PlainResult {
  readonly state: string
  readonly ruleId: string | undefined
  readonly varianceMinor: bigint
  readonly leg1Group: readonly string[] | undefined
  readonly leg2bGroup: readonly string[] | undefined
  readonly payout: { readonly memberCount: number; readonly residualMinor: bigint } | undefined
  readonly detail: string | undefined
}

const leg1 = ['charge', 'refund', 'dispute', 'dispute_reversal']
const alone = ['fee', 'adjustment', 'fx', 'other', 'payout_return']

export function slowMatch(
  deliveries: readonly CanonicalRecord[],
  profile: MatchProfile,
  closeDate: string | undefined,
): Map<string, PlainResult> {
  const set = new Map(deliveries.map((record) => [contentOf(record), record]))
  const world = new World([...set.values()], profile, closeDate)
  const raw = new Map([...set].map(([content, record]) => [content, world.resultOf(record)]))
  const spelled = (group: readonly CanonicalRecord[] | undefined): string[] | undefined => {
    const shown = (group ?? []).map(contentOf).filter((content) => raw.get(content)?.state !== 'OPEN')
    return shown.length < 2 ? undefined : shown.toSorted((a, b) => (a < b ? -1 : 1))
  }
  return new Map(
    [...raw].map(([content, result]): [string, PlainResult] => [
      content,
      {
        state: result.state,
        ruleId: result.ruleId,
        varianceMinor: result.varianceMinor ?? 0n,
        leg1Group: spelled(result.leg1),
        leg2bGroup: spelled(result.leg2b),
        payout: result.payout,
        detail: result.detail,
      },
    ]),
  )
}

interface Raw {
  readonly state: string
  readonly ruleId?: string
  readonly varianceMinor?: bigint
  readonly leg1?: readonly CanonicalRecord[]
  readonly leg2b?: readonly CanonicalRecord[]
  readonly payout?: { readonly memberCount: number; readonly residualMinor: bigint }
  readonly detail?: string
}

const open: Raw = { state: 'OPEN' }

class World {
  readonly all: readonly CanonicalRecord[]
  readonly profile: MatchProfile
  readonly closeDay: number | undefined

  constructor(all: readonly CanonicalRecord[], profile: MatchProfile, closeDate: string | undefined) {
    this.all = all
    this.profile = profile
    this.closeDay = closeDate === undefined ? undefined : dayNumber(closeDate)
  }

  resultOf(record: CanonicalRecord): Raw {
    if (this.inConflict(record)) return { state: 'EX:IDENTITY_CONFLICT' }
    if (alone.includes(record.kind)) return { state: 'EXPLAINED_STANDALONE', ruleId: 'R8' }
    if (leg1.includes(record.kind)) return this.leg1Of(record)
    if (record.kind === 'bank_line') return this.leg2bOf(record)
    return this.payoutOf(record)
  }

  inConflict(record: CanonicalRecord): boolean {
    return this.all.some((other) => other !== record && sameIdentity(other, record))
  }

  /** All records of the same tenant and merchant that the rules may see. */
  near(record: CanonicalRecord): CanonicalRecord[] {
    return this.all.filter((other) => other.tenant === record.tenant && other.merchant === record.merchant && !this.inConflict(other))
  }

  closed(records: readonly CanonicalRecord[]): boolean {
    const { closeDay } = this
    if (closeDay === undefined) return false
    return Math.max(...records.map(({ businessDate }) => dayNumber(businessDate))) + this.profile.carryDays < closeDay
  }

  leg1Of(record: CanonicalRecord): Raw {
    const key =
      record.ref === undefined ? [record] : this.near(record).filter(({ kind, ref }) => kind === record.kind && ref === record.ref)
    const counts = (currency: string): [number, number] => [
      key.filter((other) => other.currency === currency && other.side === 'ledger').length,
      key.filter((other) => other.currency === currency && other.side === 'processor').length,
    ]
    const [ledgers, processors] = counts(record.currency)
    const mine = key.filter(({ currency }) => currency === record.currency)
    if (ledgers > 0 && ledgers === processors) return this.equalCounts(record, mine, ledgers)
    if (!this.closed(key)) return open
    if (ledgers > 0 && processors > 0) return { state: 'EX:AMBIGUOUS_REFERENCE', ruleId: 'R1' }
    const left = key.filter(({ currency }) => counts(currency).includes(0))
    const sidesLeft = new Set(left.map(({ side }) => side))
    if (sidesLeft.size === 2) return { state: 'EX:CURRENCY_MISMATCH', ruleId: 'R1' }
    return { state: record.side === 'ledger' ? 'EX:MISSING_AT_PROCESSOR' : 'EX:MISSING_IN_LEDGER', ruleId: 'R1' }
  }

  equalCounts(record: CanonicalRecord, mine: readonly CanonicalRecord[], count: number): Raw {
    const grosses = (side: string): string =>
      mine
        .filter((other) => other.side === side)
        .map(({ grossMinor }) => `${grossMinor}`)
        .toSorted()
        .join()
    if (count > 1) {
      if (grosses('ledger') !== grosses('processor')) return { state: 'EX:AMBIGUOUS_REFERENCE', ruleId: 'R1' }
      return { state: 'MATCHED', ruleId: 'R1', leg1: mine.filter(({ grossMinor }) => grossMinor === record.grossMinor) }
    }
    const expected = mine.find(({ side }) => side === 'ledger')?.grossMinor ?? 0n
    const actual = mine.find(({ side }) => side === 'processor')?.grossMinor ?? 0n
    const variance = expected - actual
    const pair = { ruleId: 'R1', varianceMinor: variance, leg1: mine }
    if (variance === 0n) return { ...pair, state: 'MATCHED' }
    if (expected * actual < 0n) return { ...pair, state: 'EX:DIRECTION_MISMATCH' }
    const size = variance < 0n ? -variance : variance
    const share = (expected < 0n ? -expected : expected) * this.profile.tolerance.bps
    // size <= floor(share / 10000), without dividing.
    const within = size <= this.profile.tolerance.abs || size * 10_000n <= share
    return { ...pair, state: within ? 'MATCHED_VARIANCE' : 'EX:AMOUNT_MISMATCH' }
  }

  payoutOf(payout: CanonicalRecord): Raw {
    const bank = this.leg2bOf(payout)
    if (payout.automatic === false) return bank.state === 'OPEN' ? open : { ...bank, detail: 'NOT_DECOMPOSABLE' }
    const members = this.near(payout).filter(
      (other) =>
        other.side === 'processor' &&
        other.kind !== 'payout' &&
        other.payoutRef !== undefined &&
        other.payoutRef === payout.ref &&
        other.currency === payout.currency,
    )
    const residualMinor = [payout, ...members].reduce((sum, { netMinor }) => sum + netMinor, 0n)
    const figures = { memberCount: members.length, residualMinor }
    if (residualMinor !== 0n) {
      if (!this.closed([payout, ...members])) return open
      return { ...bank, state: 'EX:PAYOUT_IMBALANCE', ruleId: 'R3', payout: figures }
    }
    return bank.state === 'OPEN' ? open : { ...bank, payout: figures }
  }

  /** LEG2b of a payout or a line. */
  leg2bOf(record: CanonicalRecord): Raw {
    const component = this.componentOf(record)
    const payouts = component.filter(({ kind }) => kind === 'payout')
    const lines = component.filter(({ kind }) => kind === 'bank_line')
    if (payouts.length === 1 && lines.length === 1) {
      const varianceMinor = component.reduce((sum, { netMinor }) => sum + netMinor, 0n)
      return { state: varianceMinor === 0n ? 'MATCHED' : 'EX:BANK_AMOUNT_MISMATCH', ruleId: 'R4', varianceMinor, leg2b: component }
    }
    if (!this.closed(component)) return open
    if (component.length > 1) return { state: 'EX:AMBIGUOUS_REFERENCE', ruleId: 'R4' }
    return { state: record.kind === 'payout' ? 'EX:MISSING_AT_BANK' : 'EX:UNEXPECTED_AT_BANK', ruleId: 'R4' }
  }

  componentOf(record: CanonicalRecord): CanonicalRecord[] {
    const component = [record]
    for (let grown = true; grown;) {
      const next = this.near(record).find((other) => !component.includes(other) && component.some((member) => edge(member, other)))
      grown = next !== undefined
      if (next !== undefined) component.push(next)
    }
    return component
  }
}

function edge(one: CanonicalRecord, other: CanonicalRecord): boolean {
  if (one.kind === 'bank_line') return other.kind === 'payout' && edge(other, one)
  if (one.kind !== 'payout' || other.kind !== 'bank_line' || one.currency !== other.currency) return false
  return (other.references ?? []).some((reference) => reference === one.ref || reference === one.traceRef)
}

function sameIdentity(one: CanonicalRecord, other: CanonicalRecord): boolean {
  return (['tenant', 'merchant', 'source', 'account', 'recordId', 'kind'] as const).every((name) => one[name] === other[name])
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}
