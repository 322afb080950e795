/** A bank statement's own totals, proved against its entries: balances and summary. Reads no XML and repairs nothing. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { parseMajor } from '../../../harness/model/money.ts'
import type { EndOfStatement, StatementLink } from '../bank/statement-chain.ts'
import { balanceFailure, type StatementTotals } from '../bank/statement-totals.ts'
import { amountText, differenceOf } from '../control-amounts.ts'
import type { ControlTally, StatedBalance } from '../reading.ts'
import { identityPaths } from './repeated-statements.ts'

export interface Balance {
  type: string
  currency: string
  amount: string
  direction: string
  /** Its date, or its date and time. */
  date: string
}

export interface Statement {
  readonly number: number
  account: string
  readonly balances: Balance[]
  readonly totals: StatementTotals
  /** Texts of `TxsSummry`, by the path below it. */
  readonly summary: Map<string, string>
  /** Texts that tell it from others, by the path below it; the page of its message as `page`, and whether that is the last as `lastPage`. */
  readonly identity: Map<string, string>
}

/** What the text of an element below `Stmt` is to the statement; undefined where it is not read. Amounts of balances are not taken here. */
export function statementLeaf(path: string): ((statement: Statement, text: string) => void) | undefined {
  if (path.startsWith('TxsSummry/')) {
    const name = path.slice('TxsSummry/'.length)
    return ({ summary }, text) => void summary.set(name, text)
  }
  if (identityPaths.has(path)) return ({ identity }, text) => void identity.set(path, text)
  return statementLeaves.get(path)
}

const statementLeaves: ReadonlyMap<string, (statement: Statement, text: string) => void> = new Map([
  ['Acct/Id/IBAN', setAccount],
  ['Acct/Id/Othr/Id', setAccount],
  ['Bal/Tp/CdOrPrtry/Cd', (statement, text) => setBalance(statement, 'type', text)],
  ['Bal/CdtDbtInd', (statement, text) => setBalance(statement, 'direction', text)],
  ['Bal/Dt/Dt', (statement, text) => setBalance(statement, 'date', text)],
  ['Bal/Dt/DtTm', (statement, text) => setBalance(statement, 'date', text)],
])

function setAccount(statement: Statement, text: string): void {
  statement.account = text
}

function setBalance({ balances }: Statement, name: keyof Balance, text: string): void {
  const last = balances.at(-1)
  if (last !== undefined) last[name] = text
}

/**
 * The day that the statement itself is of, as the bank wrote it: of the closing balance, else the end of the period, else when it was made. For
 * entries that name none, which the standard allows. Empty where the statement names none either.
 */
export function statementDay({ balances, identity }: Statement): string {
  const [, closing] = ends(balances)
  const written = [closing?.date, identity.get('FrToDt/ToDtTm'), identity.get('CreDtTm')].find((text) => text !== undefined && text !== '')
  return written?.slice(0, 'YYYY-MM-DD'.length) ?? ''
}

/** Opening (OPBD, else PRCD) + booked entries = CLBD in one currency; `TxsSummry` counts and sums all entries. */
export function statementControls(statement: Statement, balance: ControlTally, summary: ControlTally): void {
  checkBalance(statement, balance)
  checkSummary(statement, summary)
}

/** The opening and closing that the statement states, one for each currency that they stand in. */
export function statedBalances({ account, balances }: Statement): StatedBalance[] {
  const [opening, closing] = ends(balances)
  const currencies = new Set([opening, closing].flatMap((balance) => (balance === undefined ? [] : [balance.currency])))
  return [...currencies].map((currency) => ({
    account,
    currency,
    opening: opening?.currency === currency ? signedText(opening) : null,
    closing: closing?.currency === currency ? signedText(closing) : null,
  }))
}

/** Its place among the statements of its account, once for each currency of its balances. */
export function statementLinks(file: string, statement: Statement): StatementLink[] {
  const { number, account, balances } = statement
  const [opening, closing] = ends(balances)
  const currencies = new Set([opening, closing].flatMap((balance) => (balance === undefined ? [] : [balance.currency])))
  const endOf = (balance: Balance | undefined, currency: string): EndOfStatement | undefined => {
    const minor = balance?.currency === currency ? balanceMinor(balance) : undefined
    if (minor === undefined) return undefined
    const day = balance?.date === undefined || balance.date === '' ? statementDay(statement) : balance.date.slice(0, 'YYYY-MM-DD'.length)
    return { day, minor, isInterim: false }
  }
  return [...currencies].map((currency) => ({
    file,
    number,
    account,
    currency,
    opening: endOf(opening, currency),
    closing: endOf(closing, currency),
  }))
}

/** Currencies of entries in which the statement states no balance, so that none proves them. */
export function unprovedCurrencies({ balances, totals }: Statement): string[] {
  if (balances.length === 0) return []
  const proved = new Set(balances.map(({ currency }) => currency))
  return [...totals.currencies].filter((currency) => !proved.has(currency))
}

function ends(balances: readonly Balance[]): readonly [Balance | undefined, Balance | undefined] {
  const ofType = (type: string): Balance | undefined => balances.find((balance) => balance.type === type)
  return [ofType('OPBD') ?? ofType('PRCD'), ofType('CLBD')]
}

function signedText({ amount, direction }: Balance): string {
  return direction === 'DBIT' ? `-${amount}` : amount
}

/** Another balance of the same kind, currency and day with another amount. */
function contradicting(balance: Balance, balances: readonly Balance[]): Balance | undefined {
  return balances.find(
    (other) =>
      other.type === balance.type &&
      other.currency === balance.currency &&
      other.date === balance.date &&
      balanceMinor(other) !== balanceMinor(balance),
  )
}

function checkBalance({ number, balances, totals }: Statement, tally: ControlTally): void {
  const [opening, closing] = ends(balances)
  for (const balance of [opening, closing]) {
    const other = balance && contradicting(balance, balances)
    if (balance === undefined || other === undefined) continue
    const { type, currency } = balance
    const told = (minor: bigint | undefined): string => (minor === undefined ? 'unreadable' : amountText(minor, currency))
    tally.fail({
      subject: `statement ${number}`,
      expected: `one ${type}, as the first says: ${told(balanceMinor(balance))}`,
      actual: `another ${type} of that day: ${told(balanceMinor(other))}`,
    })
    return
  }
  if (opening === undefined || closing === undefined || opening.currency !== closing.currency) return
  const { currency } = closing
  const [openingMinor, closingMinor] = [balanceMinor(opening), balanceMinor(closing)]
  const subject = `statement ${number}`
  if (openingMinor === undefined || closingMinor === undefined) {
    tally.fail({ subject, expected: 'balances that can be read', actual: 'an amount or currency that cannot' })
    return
  }
  tally.check(balanceFailure(subject, currency, { opening: openingMinor, booked: totals.bookedMinor(currency), closing: closingMinor }))
}

function balanceMinor({ amount, currency, direction }: Balance): bigint | undefined {
  const exponent = currencyExponent(currency)
  const parsed = exponent === undefined ? undefined : parseMajor(amount, { exponent })
  if (parsed?.kind !== 'amount') return undefined
  return direction === 'DBIT' ? -parsed.minor : parsed.minor
}

/** A count or a sum of the summary, and what the entries give. */
interface SummaryPart {
  readonly said: string
  readonly found: string
  readonly difference?: string
}

function checkSummary({ number, summary, totals, balances }: Statement, tally: ControlTally): void {
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
      const said = /^\d{1,9}$/.test(stated.count) ? Number(stated.count) : undefined
      parts.push({ said: said === undefined ? 'unreadable' : `${said}`, found: `${count}`, ...differenceOf(said, count) })
    }
    if (stated.minor !== undefined && exponent !== undefined) {
      const told = (amount: bigint): string => amountText(amount, currency)
      const parsed = parseMajor(stated.minor, { exponent })
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
  // Version 2 has the net amount beside its direction, version 8 inside an element of its own.
  const net = summary.get('TtlNtries/TtlNetNtryAmt') ?? summary.get('TtlNtries/TtlNetNtry/Amt')
  const direction = summary.get('TtlNtries/CdtDbtInd') ?? summary.get('TtlNtries/TtlNetNtry/CdtDbtInd')
  if (net !== undefined) {
    check('net', undefined, totals.creditMinor - totals.debitMinor, { minor: direction === 'DBIT' ? `-${net}` : net })
  }
}
