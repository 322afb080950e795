/** Footer rows of a PayPal report (SF, SC, RF, RC, FF), proved against the rows above them (formats.md §3). Repairs nothing. */

import { ControlTally, type ControlResult, type StatedBalance } from '../reading.ts'
import { shownValue } from '../shown-value.ts'
import type { PayPalTotals } from './totals.ts'

/** Currency, four totals, then sign and amount of the balances at begin and end: available and total. The third pair, payable, is not of the rows. */
const pairsChecked = 2

export class FooterControls {
  readonly #totals: ControlTally
  readonly #balances: ControlTally
  readonly #counts: ControlTally
  readonly #stated = new Map<'SF' | 'RF', StatedBalance[]>()

  constructor(file: string) {
    this.#totals = new ControlTally(file, 'footer-totals')
    this.#balances = new ControlTally(file, 'footer-balance')
    this.#counts = new ControlTally(file, 'footer-count')
  }

  /** SC, RC or FF: how many rows there are. */
  count(type: string, cells: readonly string[], rows: number): void {
    this.#prove(this.#counts, type, footerAmount(cells[1]), BigInt(rows))
  }

  /** SF or RF: totals and balances of one currency. Some old reports have a count there and nothing else. */
  totals(type: 'SF' | 'RF', cells: readonly string[], totals: PayPalTotals): void {
    const filled = cells.filter((cell) => cell.trim() !== '').length
    if (filled <= 2) return this.count(type, cells, totals.rows)
    const currency = (cells[1] ?? '').trim().toUpperCase()
    const subject = `${type} ${shownValue(currency, 'currency') ?? 'of an unknown currency'}`
    const { grossCredits, grossDebits, feeCredits, feeDebits } = totals.of(currency)
    const found = [grossCredits, grossDebits, feeCredits, feeDebits]
    const stated = [2, 3, 4, 5].map((index) => footerAmount(cells[index]))
    const holds = stated.every((amount, index) => amount === found[index])
    if (holds) this.#totals.hold()
    else {
      const expected = stated.map((amount) => amount ?? 'unreadable').join(', ')
      this.#totals.fail({ subject: `${subject} totals`, expected: `[${expected}]`, actual: `[${found.join(', ')}]` })
    }
    for (let pair = 1; pair <= pairsChecked; pair++) this.#pair(type, subject, currency, pair, cells, totals.net(currency))
  }

  #pair(type: 'SF' | 'RF', subject: string, currency: string, pair: number, cells: readonly string[], net: bigint): void {
    const [openingAt, closingAt] = [2 + 4 * pair, 4 + 4 * pair]
    const [opening, closing] = [signedAmount(cells, openingAt), signedAmount(cells, closingAt)]
    const known = this.#stated.get(type) ?? []
    known.push({ currency, opening: statedText(cells, openingAt), closing: statedText(cells, closingAt), pair })
    this.#stated.set(type, known)
    const sum = opening === undefined ? undefined : opening + net
    this.#prove(this.#balances, `${subject} balance pair ${pair}`, closing, sum)
  }

  #prove(tally: ControlTally, subject: string, stated: bigint | undefined, found: bigint | undefined): void {
    if (stated !== undefined && stated === found) tally.hold()
    else tally.fail({ subject, expected: `${stated ?? 'unreadable'}`, actual: `${found ?? 'unreadable'}` })
  }

  /** Those of the report, or of its sections where the report says none. */
  balances(): readonly StatedBalance[] {
    return this.#stated.get('RF') ?? this.#stated.get('SF') ?? []
  }

  results(): ControlResult[] {
    return [...this.#totals.results(), ...this.#balances.results(), ...this.#counts.results()]
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
