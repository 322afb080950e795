/** Statements of OFX 1.x (SGML) and 2.x (XML), bank and card, to bank lines (formats.md §0, §9). Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import { dayBeforeNote, isDayBefore } from '../bank/account-days.ts'
import { BalanceList } from '../bank/balance-list.ts'
import { BankBook } from '../bank/bank-book.ts'
import type { BankAccountOf } from '../bank/bank-line.ts'
import { bankStream, type BankIds } from '../bank/bank-stream.ts'
import { groupedAmount } from '../bank/loose-amount.ts'
import { ControlTally, type FileInput, type FileSummary, type OwnFigures } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { shownValue } from '../shown-value.ts'
import { TextChunks } from '../text-chunks.ts'
import { postedDates } from './posted-date.ts'
import { RepeatedIds } from './repeated-ids.ts'
import { readTags, type OfxPlaces, type OfxTag } from './tags.ts'
import { OfxTransaction } from './transaction.ts'

const statementTags: ReadonlySet<string> = new Set(['STMTRS', 'CCSTMTRS', 'INVSTMTRS'])
const accountTags: ReadonlySet<string> = new Set(['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM'])
/** Where a transaction that was never closed ends at the latest. */
const endsTransaction: ReadonlySet<string> = new Set([
  ...statementTags,
  'STMTTRN',
  'STMTTRNP',
  'BANKTRANLIST',
  'LEDGERBAL',
  'AVAILBAL',
  'OFX',
])
/** Of a header: more is no header. */
const headCharsMax = 4_096

interface OfxStatement {
  account: string
  currency: string
  ledger: string | null
  available: string | undefined
  /** The aggregate that an id or amount stands in. */
  inside: string
}

/** One record for each STMTTRN. The format has no control total; a file that ends before `</OFX>` is a finding all the same. */
export function readOfx(input: FileInput, accountOf: BankAccountOf, ids: BankIds = 'unique'): RecordStream {
  const { file } = input
  const book = new BankBook(file, accountOf)
  const fileEnd = new ControlTally(file, 'file-end')
  const source = new TextChunks()
  const balances = new BalanceList()
  const repeated = new RepeatedIds()
  const dates = postedDates()
  /** What is known of transactions that could be meant otherwise than they are read. */
  const doubts = { direction: 0, day: 0, investments: 0, loans: 0, balances: 0 }
  let head = ''
  let statements = 0
  let isClosed = false
  let statement: OfxStatement | undefined
  let transaction: OfxTransaction | undefined
  let lastEnd = 0
  let lastPlaces: OfxPlaces | undefined

  function openStatement(): OfxStatement {
    closeStatement()
    statements++
    statement = { account: '', currency: '', ledger: null, available: undefined, inside: '' }
    return statement
  }

  function closeStatement(): void {
    if (statement === undefined) return
    const { account, currency, ledger, available } = statement
    if (ledger !== null || available !== undefined) {
      balances.add({ account, currency, opening: null, closing: ledger, ...(available === undefined ? {} : { available }) })
    }
    statement = undefined
  }

  function closeTransaction(endPosition: number, places: OfxPlaces, isCut = false): void {
    if (transaction === undefined) return
    const taken = transaction
    transaction = undefined
    const { account, currency } = (statement ??= openStatement())
    const byteOffset = places.byteOf(taken.start)
    const place = { ...taken.place, byteOffset, byteLength: places.byteOf(endPosition) - byteOffset }
    // What is pending comes again under its id once it is booked.
    const isBalance = taken.isBalance(currency)
    if (taken.fitId !== '' && !taken.isPending && !isBalance) repeated.add(account, taken.fitId)
    const read = taken.read(currency, dates)
    if (taken.isHeadless) {
      return book.quarantine(place, { reason: 'field', field: 'STMTTRN', expected: 'the beginning of a transaction before its amount' })
    }
    if (isCut) return book.quarantine(place, { reason: 'field', field: 'STMTTRN', expected: 'its end, before the file ends' })
    if (read.kind === 'problem') return book.quarantine(place, read.problem)
    if (taken.isPending || isBalance) {
      book.notBooked++
      if (isBalance) doubts.balances++
      return
    }
    const { netMinor, booked, references, remittance, dateText } = read
    const movement = { currency: read.currency, netMinor, entryReference: taken.fitId, references, remittance }
    const before = book.lines.length
    book.book(place, account, movement, booked, (reader) =>
      reader.refuse('date', 'DTPOSTED', 'a day and time that exist', shownValue(dateText, 'date')),
    )
    if (book.lines.length === before) return
    if (taken.contradicts(netMinor)) doubts.direction++
    if (isOtherDay(dateText, book.lines.at(-1)?.record.businessDate ?? '')) doubts.day++
  }

  function onTag(tag: OfxTag, places: OfxPlaces): void {
    const { name, isClose, start, end } = tag
    const text = tag.text
    const isInside = transaction !== undefined
    if (transaction !== undefined && endsTransaction.has(name)) {
      const isOwnEnd = isClose && (name === 'STMTTRN' || name === 'STMTTRNP')
      closeTransaction(isOwnEnd ? end : start, places)
    } else if (transaction !== undefined) {
      if (isClose) transaction.close(name)
      else transaction.open(name, text)
    }
    if (transaction === undefined) {
      if (isClose) closeTag(name)
      else openTag(name, text, start, places)
    }
    if (!isInside && isClose && (name === 'STMTTRN' || name === 'STMTTRNP')) takeEndAlone(tag, places)
    lastEnd = end + text.length
    lastPlaces = places
  }

  function openTag(name: string, text: string, start: number, places: OfxPlaces): void {
    if (name === 'STMTTRN' || name === 'STMTTRNP') {
      transaction = new OfxTransaction(start, places.lineOf(start), name === 'STMTTRNP')
      return
    }
    if (statementTags.has(name)) {
      openStatement()
      return
    }
    if (name === 'TRNAMT' && statement !== undefined) {
      // Whatever its tag has become: an amount inside of a statement is a transaction's.
      transaction = new OfxTransaction(start, places.lineOf(start), false, true)
      return
    }
    if (name === 'INVTRAN') doubts.investments++
    else if (name === 'LOANSTMTTRN') doubts.loans++
    if (statement === undefined) return
    if (accountTags.has(name) || name === 'LEDGERBAL' || name === 'AVAILBAL') statement.inside = name
    else if (name === 'CURDEF') statement.currency = text.toUpperCase()
    else if (name === 'ACCTID' && accountTags.has(statement.inside)) statement.account = text
    else if (name === 'BALAMT' && statement.inside === 'LEDGERBAL') statement.ledger = groupedAmount(text) ?? null
    else if (name === 'BALAMT' && statement.inside === 'AVAILBAL') statement.available = groupedAmount(text)
  }

  /** The end of a transaction of which nothing else is left: it is a row all the same. */
  function takeEndAlone({ start, end }: OfxTag, places: OfxPlaces): void {
    const byteOffset = places.byteOf(start)
    const place = { ...places.lineOf(start), byteOffset, byteLength: places.byteOf(end) - byteOffset }
    book.quarantine(place, { reason: 'field', field: 'STMTTRN', expected: 'the beginning of a transaction before its end' })
  }

  function closeTag(name: string): void {
    if (name === 'OFX') isClosed = true
    if (name === 'OFX' || statementTags.has(name)) closeStatement()
    else if (statement !== undefined && name === statement.inside) statement.inside = ''
  }

  const tags = readTags(
    input,
    source,
    (text) => {
      if (head.length < headCharsMax) head += text.slice(0, headCharsMax)
    },
    onTag,
  )

  async function* steps(): AsyncGenerator<undefined> {
    yield* tags
    if (lastPlaces !== undefined) closeTransaction(lastEnd, lastPlaces, true)
    closeStatement()
    if (statements === 0) {
      const others = doubts.loans === 0 ? '' : `, but ${doubts.loans} transactions of loans (LOANSTMTTRN)`
      throw new HarnessError('BAD_INPUT', `${file}: holds no statement (STMTRS, CCSTMTRS)${others}`, {
        hint: 'expected an OFX or QFX statement',
      })
    }
    if (!isClosed)
      fileEnd.fail({ subject: 'file', expected: '</OFX> at its end', actual: 'the file ends before it: what followed is missing' })
  }

  return bankStream(steps(), book, ids, (): FileSummary => ({
    file,
    format: 'ofx',
    physicalRows: book.physicalRows,
    notBooked: book.notBooked,
    controls: fileEnd.results(),
    figures: {
      encoding: source.encoding(),
      ...headerOf(head),
      statements,
      balances: balances.kept,
      further: { repeatedFitids: repeated.repeated },
    },
    notes: [
      ...(repeated.repeated > 0
        ? [`${repeated.repeated} transactions have a FITID that came before in their account: each was taken`]
        : []),
      ...(repeated.isLowerBound ? ['more transactions share a FITID than were counted: the file has too many different ones'] : []),
      ...doubtNotes(doubts),
      ...balances.notes(),
    ],
  }))
}

/** Midnight of another zone than the account's, which there is the day before: banks write it for the day alone. */
function isOtherDay(dateText: string, businessDate: string): boolean {
  if (!/^\d{8}0000(?:00)?(?:\.0+)?\s*\[/.test(dateText)) return false
  return isDayBefore(dateText.slice(0, 8), businessDate)
}

function doubtNotes({
  direction,
  day,
  investments,
  loans,
  balances,
}: {
  readonly direction: number
  readonly day: number
  readonly investments: number
  readonly loans: number
  readonly balances: number
}): string[] {
  const notes = dayBeforeNote(day)
  if (direction > 0)
    notes.push(`${direction} transactions are of type DEBIT with money in, or CREDIT with money out: the sign of the amount was taken`)
  if (investments > 0)
    notes.push(`${investments} transactions of investments (INVTRAN) were not read: the money that they moved is not here`)
  if (balances > 0) notes.push(`${balances} transactions say that they are balances (SALDO …): they moved nothing, and are not booked`)
  if (loans > 0) notes.push(`${loans} transactions of loans (LOANSTMTTRN) were not read: the money that they moved is not here`)
  return notes
}

/** `VERSION:102` of SGML, `VERSION="200"` of XML, also where a header has lost its line ends; `OFXHEADER` is the version of the header itself. */
function headerOf(head: string): Pick<OwnFigures, 'version' | 'dialect'> {
  const own = head.replace(/<\?xml[^>]*>/i, '')
  const digits = /VERSION\s*[:=]\s*["']?(\d)(\d{2})(?!\d)/.exec(own)
  const header = /OFXHEADER\s*[:=]\s*["']?(\d{3})(?!\d)/.exec(own)?.[1]
  const notation = header === '100' ? ' (SGML)' : header === '200' ? ' (XML)' : ''
  return {
    ...(digits === null ? {} : { version: `OFX ${digits[1]}.${digits[2]}` }),
    ...(header === undefined ? {} : { dialect: `OFXHEADER ${header}${notation}` }),
  }
}
