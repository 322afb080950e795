/** Footer rows of a PayPal report (SF, SC, RF, RC, FF), proved against the rows above them (formats.md §3). Repairs nothing. */

import { formatMajor } from '../../../harness/model/money.ts'
import { differenceOf } from '../control-amounts.ts'
import { ControlTally, type ControlFailure, type ControlResult, type StatedBalance } from '../reading.ts'
import { shownValue } from '../shown-value.ts'
import type { PayPalTotals } from './totals.ts'

/** Digits that a report leaves out the point of, by currency; the others have two, yen included. */
export type PayPalExponents = Readonly<Record<string, number>>

/** In the order of their cells. */
const totalNames = ['gross credits', 'gross debits', 'fee credits', 'fee debits'] as const

/** Currency, four totals, then sign and amount of the balances at begin and end: available and total. The third pair, payable, is not of the rows. */
const pairsChecked = 2

export class FooterControls {
  readonly #totals: ControlTally
  readonly #balances: ControlTally
  readonly #counts: ControlTally
  readonly #stated = new Map<'SF' | 'RF', StatedBalance[]>()

  readonly #exponents: PayPalExponents

  constructor(file: string, exponents: PayPalExponents) {
    this.#exponents = exponents
    this.#totals = new ControlTally(file, 'footer-totals')
    this.#balances = new ControlTally(file, 'footer-balance')
    this.#counts = new ControlTally(file, 'footer-count')
  }

  /** SC, RC or FF: how many rows there are. */
  count(type: string, cells: readonly string[], rows: number): void {
    this.#prove(this.#counts, type, footerAmount(cells[1]), BigInt(rows), String)
  }

  /** SF or RF: totals and balances of one currency. Some old reports have a count there and nothing else. */
  totals(type: 'SF' | 'RF', cells: readonly string[], totals: PayPalTotals): void {
    const filled = cells.filter((cell) => cell.trim() !== '').length
    if (filled <= 2) return this.count(type, cells, totals.rows)
    const currency = (cells[1] ?? '').trim().toUpperCase()
    const shown = shownValue(currency, 'currency')
    const subject = `${type} ${shown ?? 'of an unknown currency'}`
    const text = (written: bigint): string => (shown === undefined ? `${written}` : this.#amount(written, shown))
    const { grossCredits, grossDebits, feeCredits, feeDebits } = totals.of(currency)
    const found = [grossCredits, grossDebits, feeCredits, feeDebits]
    const stated = [2, 3, 4, 5].map((index) => footerAmount(cells[index]))
    this.#totals.check(totalsFailure(`${subject} totals`, stated, found, text))
    for (let pair = 1; pair <= pairsChecked; pair++) this.#pair(type, subject, currency, pair, cells, totals.net(currency), text)
  }

  #amount(written: bigint, currency: string): string {
    return `${formatMajor(written, this.#exponents[currency] ?? 2)} ${currency}`
  }

  #pair(
    type: 'SF' | 'RF',
    subject: string,
    currency: string,
    pair: number,
    cells: readonly string[],
    net: bigint,
    text: (written: bigint) => string,
  ): void {
    const [openingAt, closingAt] = [2 + 4 * pair, 4 + 4 * pair]
    const [opening, closing] = [signedAmount(cells, openingAt), signedAmount(cells, closingAt)]
    const known = this.#stated.get(type) ?? []
    known.push({ currency, opening: statedText(cells, openingAt), closing: statedText(cells, closingAt), pair })
    this.#stated.set(type, known)
    const sum = opening === undefined ? undefined : opening + net
    this.#prove(this.#balances, `${subject} balance pair ${pair}`, closing, sum, text)
  }

  #prove(
    tally: ControlTally,
    subject: string,
    stated: bigint | undefined,
    found: bigint | undefined,
    text: (figure: bigint) => string,
  ): void {
    if (stated !== undefined && stated === found) return tally.hold()
    const told = (figure: bigint | undefined): string => (figure === undefined ? 'unreadable' : text(figure))
    tally.fail({ subject, expected: told(stated), actual: told(found), ...differenceOf(found, stated, text) })
  }

  /** Those of the report, or of its sections where the report says none. */
  balances(): readonly StatedBalance[] {
    return this.#stated.get('RF') ?? this.#stated.get('SF') ?? []
  }

  results(): ControlResult[] {
    return [...this.#totals.results(), ...this.#balances.results(), ...this.#counts.results()]
  }
}

/** Names the totals that differ, and those alone. */
function totalsFailure(
  subject: string,
  stated: readonly (bigint | undefined)[],
  found: readonly bigint[],
  text: (written: bigint) => string,
): ControlFailure | undefined {
  const differing = found.flatMap((sum, index) =>
    stated[index] === sum ? [] : [{ sum, said: stated[index], name: totalNames[index] ?? '' }],
  )
  if (differing.length === 0) return undefined
  const differences = differing.flatMap(({ sum, said }) => (said === undefined ? [] : [text(sum - said)]))
  return {
    subject,
    expected: differing.map(({ said, name }) => `${name} ${said === undefined ? 'unreadable' : text(said)}`).join(', '),
    actual: differing.map(({ sum, name }) => `${name} ${text(sum)}`).join(', '),
    ...(differences.length === differing.length ? { difference: differences.join(', ') } : {}),
  }
}

/** An integer; some rows write a zero as `0.00`. Anything else after a point would leave open which unit is meant. */
function footerAmount(text: string | undefined): bigint | undefined {
  const match = /^(-?\d{1,18})(?:\.0+)?$/.exec((text ?? '').trim())
  if (match?.[1] === undefined) return undefined
  const amount = BigInt(match[1])
  return text?.includes('.') === true && amount !== 0n ? undefined : amount
}

function signedAmount(cells: readonly string[], at: number): bigint | undefined {
  const amount = footerAmount(cells[at + 1])
  const sign = (cells[at] ?? '').trim().toUpperCase()
  if (amount === undefined || (sign !== 'CR' && sign !== 'DR')) return undefined
  return sign === 'DR' ? -amount : amount
}

function statedText(cells: readonly string[], at: number): string | null {
  const text = shownValue((cells[at + 1] ?? '').trim(), 'amount')
  if (text === undefined || text === '') return null
  return (cells[at] ?? '').trim().toUpperCase() === 'DR' && !/^[0.]+$/.test(text) ? `-${text}` : text
}
