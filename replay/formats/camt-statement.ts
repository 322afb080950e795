/** A bank statement's own totals, proved against its entries: balances and summary. Reads no XML and repairs nothing. */

import { currencyExponent } from '../../harness/model/currency.ts'
import { absoluteMinor, formatMajor, parseMajor } from '../../harness/model/money.ts'
import type { SignedEntry } from './camt-entry.ts'
import type { ControlTally } from './reading.ts'

export interface Balance {
  type: string
  currency: string
  amount: string
  direction: string
}

export interface Statement {
  readonly number: number
  account: string
  readonly balances: Balance[]
  readonly entries: SignedEntry[]
  /** Texts of `TxsSummry`, by the path below it. */
  readonly summary: Map<string, string>
}

/** Opening (OPBD, else PRCD) + booked entries = CLBD in one currency; `TxsSummry` counts and sums all entries. */
export function statementControls(statement: Statement, balance: ControlTally, summary: ControlTally): void {
  checkBalance(statement, balance)
  checkSummary(statement, summary)
}

function checkBalance({ number, balances, entries }: Statement, tally: ControlTally): void {
  const ofType = (type: string): Balance | undefined => balances.find((balance) => balance.type === type)
  const opening = ofType('OPBD') ?? ofType('PRCD')
  const closing = ofType('CLBD')
  if (opening === undefined || closing === undefined || opening.currency !== closing.currency) return
  const { currency } = closing
  const exponent = currencyExponent(currency)
  const [openingMinor, closingMinor] = [balanceMinor(opening), balanceMinor(closing)]
  if (exponent === undefined || openingMinor === undefined || closingMinor === undefined) {
    tally.fail({ subject: `statement ${number}`, expected: 'balances that can be read', actual: 'an amount or currency that cannot' })
    return
  }
  const bookedMinor = sum(entries.filter((entry) => entry.booked && entry.currency === currency))
  if (openingMinor + bookedMinor === closingMinor) return tally.hold()
  tally.fail({
    subject: `statement ${number}`,
    expected: `opening + booked = ${formatMajor(openingMinor + bookedMinor, exponent)} ${currency}`,
    actual: `closing ${formatMajor(closingMinor, exponent)} ${currency}`,
  })
}

function balanceMinor({ amount, currency, direction }: Balance): bigint | undefined {
  const parsed = parseMajor(amount, { exponent: currencyExponent(currency) ?? 0 })
  if (parsed.kind === 'problem') return undefined
  return direction === 'DBIT' ? -parsed.minor : parsed.minor
}

function sum(entries: readonly SignedEntry[], of: (minor: bigint) => bigint = (minor) => minor): bigint {
  return entries.reduce((total, { netMinor }) => total + of(netMinor), 0n)
}

function checkSummary({ number, summary, entries, balances }: Statement, tally: ControlTally): void {
  if (summary.size === 0) return
  // The summary names no currency: its sums mean something only where the statement has one.
  const currencies = new Set([...entries, ...balances].map(({ currency }) => currency))
  const [currency = ''] = currencies
  const exponent = currencies.size === 1 ? currencyExponent(currency) : undefined

  const check = (
    name: string,
    count: number | undefined,
    minor: bigint | undefined,
    stated: { count?: string | undefined; minor?: string | undefined },
  ): void => {
    const parts: (readonly [string, string])[] = []
    if (stated.count !== undefined) parts.push([stated.count, `${count}`])
    if (stated.minor !== undefined && minor !== undefined && exponent !== undefined) {
      const parsed = parseMajor(stated.minor, { exponent })
      parts.push([parsed.kind === 'amount' ? formatMajor(parsed.minor, exponent) : 'unreadable', formatMajor(minor, exponent)])
    }
    if (parts.length === 0) return
    if (parts.every(([said, found]) => said === found)) return tally.hold()
    const text = (side: 0 | 1): string => parts.map((part) => part[side]).join(' / ')
    tally.fail({ subject: `statement ${number} ${name}`, expected: `entries give ${text(1)}`, actual: `summary says ${text(0)}` })
  }

  for (const [name, wanted] of [
    ['TtlNtries', entries],
    ['TtlCdtNtries', entries.filter(({ netMinor }) => netMinor >= 0n)],
    ['TtlDbtNtries', entries.filter(({ netMinor }) => netMinor < 0n)],
  ] as const) {
    check(name, wanted.length, sum(wanted, absoluteMinor), { count: summary.get(`${name}/NbOfNtries`), minor: summary.get(`${name}/Sum`) })
  }
  // Version 2 has the net amount beside its direction, version 8 inside an element of its own.
  const net = summary.get('TtlNtries/TtlNetNtryAmt') ?? summary.get('TtlNtries/TtlNetNtry/Amt')
  const direction = summary.get('TtlNtries/CdtDbtInd') ?? summary.get('TtlNtries/TtlNetNtry/CdtDbtInd')
  if (net !== undefined) check('net', undefined, sum(entries), { minor: direction === 'DBIT' ? `-${net}` : net })
}
