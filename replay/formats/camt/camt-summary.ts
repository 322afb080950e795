/** What a camt statement's `TxsSummry` says of its entries, proved against them: how many there are, and their sums. Reads no XML. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import type { StatementTotals } from '../bank/statement-totals.ts'
import { amountText, differenceOf } from '../control-amounts.ts'
import type { ControlTally } from '../reading.ts'
import { parseDecimal } from './xs-decimal.ts'

/** Paths below `TxsSummry`. The net amount has its direction beside it in version 2, and inside of an element of its own in version 8. */
export const summaryPaths: ReadonlySet<string> = new Set([
  ...['TtlNtries', 'TtlCdtNtries', 'TtlDbtNtries'].flatMap((name) => [`${name}/NbOfNtries`, `${name}/Sum`]),
  'TtlNtries/TtlNetNtryAmt',
  'TtlNtries/CdtDbtInd',
  'TtlNtries/TtlNetNtry/Amt',
  'TtlNtries/TtlNetNtry/CdtDbtInd',
])

interface Summarised {
  readonly number: number
  readonly summary: ReadonlyMap<string, string>
  readonly totals: StatementTotals
  readonly balances: readonly { readonly currency: string }[]
}

/** A count or a sum of the summary, and what the entries give. */
interface SummaryPart {
  readonly said: string
  readonly found: string
  readonly difference?: string
}

/** It counts and sums all entries, pending ones included. */
export function checkSummary({ number, summary, totals, balances }: Summarised, tally: ControlTally): void {
  if (summary.size === 0) return
  // The summary names no currency: its sums mean something only where the statement has one.
  const currencies = new Set([...totals.currencies, ...balances.map(({ currency }) => currency)])
  const [currency = ''] = currencies
  const exponent = currencies.size === 1 ? currencyExponent(currency) : undefined

  const check = (
    name: string,
    count: number | undefined,
    minor: bigint,
    stated: { count?: string | undefined; minor?: string | undefined },
  ): void => {
    const parts: SummaryPart[] = []
    if (stated.count !== undefined) {
      const said = /^\d{1,15}$/.test(stated.count) ? Number(stated.count) : undefined
      parts.push({ said: said === undefined ? 'unreadable' : `${said}`, found: `${count}`, ...differenceOf(said, count) })
    }
    if (stated.minor !== undefined && exponent !== undefined) {
      const told = (amount: bigint): string => amountText(amount, currency)
      const parsed = parseDecimal(stated.minor, exponent)
      const said = parsed.kind === 'amount' ? parsed.minor : undefined
      parts.push({ said: said === undefined ? 'unreadable' : told(said), found: told(minor), ...differenceOf(said, minor, told) })
    }
    if (parts.length === 0) return
    if (parts.every(({ said, found }) => said === found)) return tally.hold()
    const text = (side: keyof SummaryPart): string => parts.map((part) => part[side]).join(' / ')
    tally.fail({
      subject: `statement ${number} ${name}`,
      expected: `entries give ${text('found')}`,
      actual: `summary says ${text('said')}`,
      ...(parts.every(({ difference }) => difference !== undefined) ? { difference: text('difference') } : {}),
    })
  }

  for (const [name, count, minor] of [
    ['TtlNtries', totals.count, totals.creditMinor + totals.debitMinor],
    ['TtlCdtNtries', totals.creditCount, totals.creditMinor],
    ['TtlDbtNtries', totals.debitCount, totals.debitMinor],
  ] as const) {
    check(name, count, minor, { count: summary.get(`${name}/NbOfNtries`), minor: summary.get(`${name}/Sum`) })
  }
  const net = summary.get('TtlNtries/TtlNetNtryAmt') ?? summary.get('TtlNtries/TtlNetNtry/Amt')
  const direction = summary.get('TtlNtries/CdtDbtInd') ?? summary.get('TtlNtries/TtlNetNtry/CdtDbtInd')
  if (net !== undefined) {
    check('net', undefined, totals.creditMinor - totals.debitMinor, { minor: direction === 'DBIT' ? `-${net}` : net })
  }
}
