/** Statements that were sent twice: which of them says so, and whether it holds what the one before did. Keeps a key and sums of each, not its entries. */

import { currencyExponent } from '../../../harness/model/currency.ts'
import { formatMajor } from '../../../harness/model/money.ts'
import { StatementChain, type ChainNote } from '../bank/statement-chain.ts'
import { forgottenNote, keyDigest, StatementKeys } from '../bank/statement-keys.ts'
import type { StatementTotals } from '../bank/statement-totals.ts'
import { ownText } from '../own-text.ts'
import type { ControlFailure } from '../reading.ts'
import { bankPaths, StatementPages } from './statement-pages.ts'

/**
 * `CpyDplctInd`: DUPL was sent before, CODU was sent before and goes to another than the account's owner, COPY goes to such a one. Alone each is the
 * statement; beside the one that it repeats it holds no money of its own.
 */
const marks: ReadonlySet<string> = new Set(['DUPL', 'CODU', 'COPY'])

/** What a statement or notification says of itself before its entries, by the paths below it. */
export const identityPaths: ReadonlySet<string> = new Set([
  'Id',
  'StmtPgntn/PgNb',
  'StmtPgntn/LastPgInd',
  'NtfctnPgntn/PgNb',
  'NtfctnPgntn/LastPgInd',
  'ElctrncSeqNb',
  'LglSeqNb',
  'CreDtTm',
  'FrToDt/FrDtTm',
  'FrToDt/ToDtTm',
  'CpyDplctInd',
  ...bankPaths,
])

export interface SaidOfItself {
  readonly number: number
  readonly account: string
  /** Texts at `identityPaths`; the page of its message as `page`. */
  readonly identity: ReadonlyMap<string, string>
  readonly totals: StatementTotals
}

interface Seen {
  readonly file: string
  readonly mark: string
  /** Of its entries; undefined until all of them were read. */
  sums: string | undefined
}

/** The statements of one history, of however many files. */
export class SeenStatements {
  readonly chain = new StatementChain()
  readonly pages = new StatementPages()
  readonly keys = new StatementKeys<Seen>()
}

/** What is missing between the statements that were read. */
export function missingNotes({ chain, pages }: SeenStatements): ChainNote[] {
  return [...chain.notes(), ...pages.notes()]
}

/** The statement that is open, once it has been looked up. */
interface Met {
  readonly own: Seen
  readonly earlier: Seen | undefined
  readonly isRepeated: boolean
}

/** Follows the statements of one file. */
export class RepeatedStatements {
  readonly #file: string
  readonly #what: string
  readonly #seen: SeenStatements
  readonly #alone = new Map<string, number>()
  readonly #repeated = { statements: 0, entries: 0 }
  #unmarked = 0
  readonly #forgottenBefore: number
  #met: Met | undefined

  /** `what`: statements or notifications, which have ids apart. */
  constructor(file: string, what: string, seen: SeenStatements) {
    this.#file = file
    this.#what = what
    this.#seen = seen
    this.#forgottenBefore = seen.keys.forgotten
  }

  /** Whether an entry of the open statement was booked with an earlier one. To be asked once it has said what it is. */
  leavesOut(statement: SaidOfItself): boolean {
    const { isRepeated } = (this.#met ??= this.#meet(statement))
    if (isRepeated) this.#repeated.entries++
    return isRepeated
  }

  #meet({ account, identity }: SaidOfItself): Met {
    const said = identity.get('CpyDplctInd') ?? ''
    const own = { file: this.#file, mark: marks.has(said) ? ownText(said) : '', sums: undefined }
    const key = keyOf(this.#what, account, identity)
    const earlier = key === undefined ? undefined : this.#seen.keys.meet(key, own)
    return { own, earlier, isRepeated: earlier !== undefined && (own.mark !== '' || earlier.mark !== '') }
  }

  /** The statement has ended. A repetition that does not hold what it repeats is a failure: nobody knows which of the two is right. */
  close(statement: SaidOfItself): ControlFailure | undefined {
    const { own, earlier, isRepeated } = (this.#met ??= this.#meet(statement))
    this.#met = undefined
    const sums = sumsOf(statement.totals)
    own.sums = ownText(sums)
    if (isRepeated) {
      this.#repeated.statements++
      if (earlier?.sums === sums) return undefined
      return {
        subject: `statement ${statement.number}`,
        expected: `the entries of the one that it repeats (${earlier?.sums ?? 'unknown'})`,
        actual: sums,
      }
    }
    if (earlier?.file === this.#file && earlier.sums === sums && statement.totals.count > 0) this.#unmarked++
    else if (own.mark !== '') this.#alone.set(own.mark, (this.#alone.get(own.mark) ?? 0) + 1)
    return undefined
  }

  notes(): string[] {
    const what = this.#what
    const notes = [...this.#alone].map(
      ([mark, count]) => `${count} ${what}s are marked ${mark}, and none like them was read before: their entries were taken`,
    )
    const { statements, entries } = this.#repeated
    if (statements > 0) {
      notes.push(
        `${statements} ${what}s repeat one that was read before (marked DUPL, CODU or COPY): their ${entries} booked entries were not booked again`,
      )
    }
    if (this.#unmarked > 0) {
      notes.push(
        `${this.#unmarked} ${what}s have the id, numbers and sums of one before them and are not marked as its duplicate: their entries were taken again`,
      )
    }
    return [...notes, ...forgottenNote(this.#seen.keys.forgotten - this.#forgottenBefore, what)]
  }
}

/** What must be the same of two statements that are one; undefined where too little is said. An id alone is not enough: banks use theirs again each year. */
function keyOf(what: string, account: string, identity: SaidOfItself['identity']): string | undefined {
  const of = (path: string): string => identity.get(path) ?? ''
  const numbers = ['ElctrncSeqNb', 'LglSeqNb', 'FrToDt/FrDtTm', 'FrToDt/ToDtTm'].map(of)
  // A duplicate may have been made at another time: that counts only where nothing else is said.
  if (numbers.join('') === '') numbers.push(of('CreDtTm'))
  if (of('Id') === '' || numbers.join('') === '') return undefined
  return keyDigest(what, account, of('Id'), ...numbers, of('StmtPgntn/PgNb'), of('NtfctnPgntn/PgNb'), of('page'))
}

/** In major units where the statement has one currency. */
function sumsOf({ count, creditMinor, debitMinor, currencies }: StatementTotals): string {
  const [currency = ''] = currencies
  const exponent = currencies.size === 1 ? currencyExponent(currency) : undefined
  const told = (minor: bigint): string => (exponent === undefined ? `${minor} minor units` : `${formatMajor(minor, exponent)} ${currency}`)
  return `${count} entries, ${told(creditMinor)} in, ${told(debitMinor)} out`
}
