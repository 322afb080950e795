/** Which of its balances a camt statement opens and closes with. Reads no XML and adds nothing up. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseDecimal } from './xs-decimal.ts'

export interface Balance {
  type: string
  /** Of an intermediate balance: `OIBD` where its page begins, `CIBD` where it ends. */
  subtype: string
  currency: string
  amount: string
  direction: string
  /** Its date, or its date and time. */
  date: string
}

export interface BalanceEnds {
  readonly opening: Balance | undefined
  readonly closing: Balance | undefined
}

/** Texts of the statement by their paths, of which its page counts here. */
type Said = ReadonlyMap<string, string>

/** For each currency that a balance stands in; in the order of the file. */
export function balanceEnds(balances: readonly Balance[], said: Said): ReadonlyMap<string, BalanceEnds> {
  return new Map([...Map.groupBy(balances, ({ currency }) => currency)].map(([currency, own]) => [currency, endsOf(own, said)]))
}

/**
 * A statement of several days may state the balances of each: it opens with the earliest and closes with the latest. Of closing balances of days before
 * it, the last is what it opens with. A page opens or closes with an intermediate balance.
 */
function endsOf(balances: readonly Balance[], said: Said): BalanceEnds {
  const ofType = (type: string): Balance[] => balances.filter((balance) => balance.type === type)
  const closings = ofType('CLBD')
  const before = ofType('PRCD')
  const firstClosing = earliest(closings)?.date ?? ''
  const opening = earliest(ofType('OPBD')) ?? latest(before.filter(({ date }) => date < firstClosing)) ?? earliest(before)
  const closing = latest(closings)
  const [from, to] = [opening ?? pageOpening(ofType('ITBD'), said), closing ?? pageClosing(ofType('ITBD'), said)]
  // One balance in the middle of a page opens it or closes it, and nobody knows which.
  return from !== undefined && from === to ? { opening: undefined, closing: undefined } : { opening: from, closing: to }
}

function pageOpening(intermediate: readonly Balance[], said: Said): Balance | undefined {
  const named = intermediate.find(({ subtype }) => subtype === 'OIBD')
  const isFurtherPage = /^0*[1-9]\d*$/.test(said.get('StmtPgntn/PgNb') ?? '') && Number(said.get('StmtPgntn/PgNb')) > 1
  return named ?? (isFurtherPage ? intermediate.find(({ subtype }) => subtype !== 'CIBD') : undefined)
}

function pageClosing(intermediate: readonly Balance[], said: Said): Balance | undefined {
  const named = intermediate.findLast(({ subtype }) => subtype === 'CIBD')
  const goesOn = ['false', '0'].includes(said.get('StmtPgntn/LastPgInd') ?? '')
  return named ?? (goesOn ? intermediate.findLast(({ subtype }) => subtype !== 'OIBD') : undefined)
}

/** The first of the earliest date, and one without a date only where none has one: where others of that date differ, it is told. */
function earliest(balances: readonly Balance[]): Balance | undefined {
  return balances.reduce<Balance | undefined>(
    (found, balance) => (found === undefined || isEarlier(balance, found) ? balance : found),
    undefined,
  )
}

function isEarlier({ date }: Balance, found: Balance): boolean {
  return date !== '' && (found.date === '' || isBefore(date, found.date))
}

/** As instants where both are: offsets and fractions of seconds have no order as texts. Else as they are written, nothing first. */
function isBefore(one: string, other: string): boolean {
  const [first, second] = [instantMs(one), instantMs(other)]
  return first === undefined || second === undefined ? one < other : first < second
}

/** Undefined for a day, and for a time that does not say its offset. */
function instantMs(date: string): number | undefined {
  const ms = /T.*(?:Z|[+-]\d\d:\d\d)$/.test(date) ? Date.parse(date) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

/** The first of the latest date. */
export function latest(balances: readonly Balance[]): Balance | undefined {
  return balances.reduce<Balance | undefined>(
    (found, balance) => (found === undefined || isBefore(found.date, balance.date) ? balance : found),
    undefined,
  )
}

/** With its sign; undefined for an amount or currency that cannot be read. */
export function balanceMinor({ amount, currency, direction }: Balance): bigint | undefined {
  const exponent = currencyExponent(currency)
  const parsed = exponent === undefined ? undefined : parseDecimal(amount, exponent)
  if (parsed?.kind !== 'amount') return undefined
  return direction === 'DBIT' ? -parsed.minor : parsed.minor
}
