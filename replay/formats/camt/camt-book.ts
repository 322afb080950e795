/** What becomes of the entries and statements of one camt file: lines, rows in quarantine, proofs and doubts. Reads no XML. */

import { HarnessError } from '../../../harness/model/errors.ts'
import { accountDays } from '../bank/account-days.ts'
import { BalanceList } from '../bank/balance-list.ts'
import type { BankAccountOf, PendingLine, RowPlace } from '../bank/bank-line.ts'
import { StatementTotals } from '../bank/statement-totals.ts'
import { ControlTally, type ControlResult, type QuarantinedRow, type StatedBalance } from '../reading.ts'
import type { Admission } from '../same-transactions.ts'
import { checkBalances, statedBalances, statementLinks } from './camt-balances.ts'
import { CamtDoubts } from './camt-doubts.ts'
import { DayBalances } from './day-balances.ts'
import { takeEntry } from './camt-entry.ts'
import { statementDay, type Statement } from './camt-statement.ts'
import { checkSummary } from './camt-summary.ts'
import { BankEntry } from './entry-texts.ts'
import { RepeatedStatements, type SeenStatements } from './repeated-statements.ts'
import type { XmlPlace } from './xml-elements.ts'

/** Balances of one statement: real ones have a handful in each of their currencies. */
const balancesMax = 1_000

interface BookOptions {
  readonly file: string
  /** Statement or notification. */
  readonly what: string
  readonly accountOf: BankAccountOf
  readonly seen: SeenStatements
  /** Lines may be refused once they have their ids, and then need their places. */
  readonly keepsPlaces: boolean
}

export class CamtBook {
  readonly lines: PendingLine[] = []
  readonly quarantined: QuarantinedRow[] = []
  /** Those that are open; whoever reads the elements sets their texts. */
  statement: Statement | undefined
  entry: BankEntry | undefined
  statements = 0
  physicalRows = 0
  notBooked = 0
  readonly further = { txDtls: 0, reversals: 0 }
  readonly #options: BookOptions
  readonly #balance: ControlTally
  readonly #days: ControlTally
  readonly #summary: ControlTally
  readonly #repeated: RepeatedStatements
  readonly #balances = new BalanceList()
  readonly #doubts: CamtDoubts
  readonly #daysOf = accountDays()

  constructor(options: BookOptions) {
    const { file, what, seen } = options
    this.#options = options
    this.#balance = new ControlTally(file, 'statement-balance')
    this.#days = new ControlTally(file, 'day-balance')
    this.#summary = new ControlTally(file, 'statement-summary')
    this.#repeated = new RepeatedStatements(file, what, seen)
    this.#doubts = new CamtDoubts(what)
  }

  /** `page` and `lastPage` as the message says them of itself. */
  openStatement(page: string, lastPage: string): void {
    const identity = new Map([
      ['page', page],
      ['lastPage', lastPage],
    ])
    const number = ++this.statements
    this.statement = { number, account: '', balances: [], totals: new StatementTotals(), summary: new Map(), identity, days: undefined }
  }

  openBalance(): void {
    if (this.statement === undefined) return
    const { balances, number } = this.statement
    if (balances.length === balancesMax) {
      throw new HarnessError('BAD_INPUT', `${this.#options.file}: statement ${number} states more than ${balancesMax} balances`, {
        hint: `expected a bank ${this.#options.what}`,
      })
    }
    balances.push({ type: '', subtype: '', currency: '', amount: '', direction: '', date: '' })
  }

  closeStatement(): void {
    const { statement } = this
    if (statement === undefined) return
    const { file, seen } = this.#options
    checkBalances(statement, this.#balance)
    daysOf(statement).check(statement.number, this.#days)
    checkSummary(statement, this.#summary)
    const contradiction = this.#repeated.close(statement)
    if (contradiction !== undefined) this.#summary.fail(contradiction)
    for (const stated of statedBalances(statement)) this.#balances.add(stated)
    for (const link of statementLinks(file, statement, statementDay(statement))) seen.chain.add(link)
    seen.pages.add(file, statement)
    this.#doubts.takeStatement(statement)
    this.statement = undefined
  }

  openEntry(place: XmlPlace): void {
    this.entry = new BankEntry(place, this.statements)
  }

  closeEntry(endByte: () => number): void {
    const { entry, statement } = this
    if (entry === undefined || statement === undefined) return
    const { file, accountOf, keepsPlaces } = this.#options
    this.physicalRows++
    this.further.txDtls += entry.details
    if (entry.reversal) this.further.reversals++
    const { namesDay, bookedDate } = entry
    if (!namesDay) entry.bookedDate = statementDay(statement)
    const account = accountOf(statement.account)
    const taken = takeEntry(entry, statement.account, account, account === undefined ? undefined : this.#daysOf(account))
    if (taken.signed !== undefined) {
      statement.totals.add(taken.signed)
      daysOf(statement).add(taken.signed, bookedDate)
    }
    const { place: start } = entry
    const place = (): RowPlace => ({ ...start, byteLength: endByte() - start.byteOffset })
    if (taken.kind === 'quarantined') this.quarantined.push({ file, ...place(), ...taken.problem })
    else if (taken.kind === 'not-booked' || this.#repeated.leavesOut(statement)) this.notBooked++
    else {
      this.#doubts.takeLine(namesDay, taken)
      this.lines.push(keepsPlaces ? { ...taken.line, place: place() } : taken.line)
    }
    this.entry = undefined
  }

  countStrayEntry(): void {
    this.#doubts.strayEntries++
  }

  /** Whether a line is a record of this file, once it has its id; else it is counted or quarantined. */
  keep(admission: Admission, line: PendingLine | undefined): boolean {
    if (admission === 'known') this.notBooked++
    else if (admission !== 'record' && line?.place !== undefined) {
      this.quarantined.push({ file: this.#options.file, ...line.place, ...admission })
    }
    return admission === 'record'
  }

  get balances(): readonly StatedBalance[] {
    return this.#balances.kept
  }

  controls(): ControlResult[] {
    return [...this.#balance.results(), ...this.#days.results(), ...this.#summary.results()]
  }

  /** `sharedIds`: records of which another of their statement has the bank's reference. */
  notes(sharedIds: number): string[] {
    return [...this.#repeated.notes(), ...this.#doubts.notes(sharedIds), ...this.#balances.notes()]
  }
}

function daysOf(statement: Statement): DayBalances {
  return (statement.days ??= new DayBalances(statement.balances, statement.identity))
}
