/** One camt statement or notification while it is read: whose it is, what it says of itself, and the day that it is of. Reads no XML and proves nothing. */

import type { StatementTotals } from '../bank/statement-totals.ts'
import { latest, type Balance } from './balance-ends.ts'
import type { DayBalances } from './day-balances.ts'
import { summaryPaths } from './camt-summary.ts'
import { identityPaths } from './repeated-statements.ts'

export interface Statement {
  readonly number: number
  account: string
  readonly balances: Balance[]
  readonly totals: StatementTotals
  /** From its first entry on. */
  days: DayBalances | undefined
  /** Texts of `TxsSummry`, by the path below it. */
  readonly summary: Map<string, string>
  /** Texts that tell it from others, by the path below it; the page of its message as `page`, and whether that is the last as `lastPage`. */
  readonly identity: Map<string, string>
}

/** What the text of an element below `Stmt` is to the statement; undefined where it is not read. Amounts of balances are not taken here. */
export function statementLeaf(path: string): ((statement: Statement, text: string) => void) | undefined {
  const name = /^TxsSummry\/(.*)/.exec(path)?.[1]
  if (name !== undefined && summaryPaths.has(name)) return ({ summary }, text) => void summary.set(name, text)
  if (identityPaths.has(path)) return ({ identity }, text) => void identity.set(path, text)
  return statementLeaves.get(path)
}

const statementLeaves: ReadonlyMap<string, (statement: Statement, text: string) => void> = new Map([
  ['Acct/Id/IBAN', setAccount],
  ['Acct/Id/Othr/Id', setAccount],
  ['Bal/Tp/CdOrPrtry/Cd', (statement, text) => setBalance(statement, 'type', text)],
  ['Bal/Tp/SubTp/Cd', (statement, text) => setBalance(statement, 'subtype', text)],
  ['Bal/Tp/SubTp/Prtry', (statement, text) => setBalance(statement, 'subtype', text)],
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
  const closing = latest(balances.filter(({ type }) => type === 'CLBD'))
  const written = [closing?.date, identity.get('FrToDt/ToDtTm'), identity.get('CreDtTm')].find((text) => text !== undefined && text !== '')
  return written?.slice(0, 'YYYY-MM-DD'.length) ?? ''
}
