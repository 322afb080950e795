/** Customer statements MT940 and interim reports MT942 of SWIFT to bank lines (formats.md §0, §7). Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import { BalanceList } from '../bank/balance-list.ts'
import { BankBook } from '../bank/bank-book.ts'
import type { BankAccountOf } from '../bank/bank-line.ts'
import { bankStream, type BankIds } from '../bank/bank-stream.ts'
import { StatementChain } from '../bank/statement-chain.ts'
import { ControlTally, type FileInput, type FileSummary } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { shownValue } from '../shown-value.ts'
import { TextChunks } from '../text-chunks.ts'
import { readLines } from '../text-lines.ts'
import { ownTexts, readDetails, type DetailsDialect } from './details.ts'
import { Mt940Doubts } from './doubts.ts'
import { taggedFields, type TaggedField } from './fields.ts'
import { Mt940Message, type MessageType } from './message.ts'
import { partSign } from './parted-lines.ts'
import { readStatementLine } from './statement-line.ts'

/** A `:61:` with the `:86:` and `:NS:` that follow it. */
interface OpenLine {
  readonly line: TaggedField
  readonly details: TaggedField[]
  readonly ownDetails: TaggedField[]
}

/** `:86:` in a row that are kept for one line; banks send up to six. */
const detailsMax = 100

/** How far behind the first of them lines wait for a tag that names their currency; a message of SWIFT's has at most 10 kB. */
export const waitingBytesMax = 1_048_576

/**
 * One record for each `:61:`. Balances are proved for each message; those of another page (`:60M:`, `:62M:`) like the rest. `chain` has the statements of
 * all files of a history, and whoever gives it asks for what it notes.
 */
export function readMt940(input: FileInput, accountOf: BankAccountOf, ids: BankIds = 'unique', chain?: StatementChain): RecordStream {
  const { file } = input
  const links = chain ?? new StatementChain()
  const book = new BankBook(file, accountOf)
  const balance = new ControlTally(file, 'statement-balance')
  const summary = new ControlTally(file, 'statement-summary')
  const balances = new BalanceList()
  const text = new TextChunks()
  const versions = new Set<string>()
  const dialects = new Map<DetailsDialect, number>()
  let reversals = 0
  let statements = 0
  const doubts = new Mt940Doubts()
  let message: Mt940Message | undefined
  let nextType: MessageType | undefined
  let open: OpenLine | undefined
  /** Lines of a message that has not yet named its currency. */
  let waiting: OpenLine[] = []

  function closeLine(): void {
    if (open === undefined || message === undefined) return
    const line = open
    open = undefined
    if (message.currency !== undefined) return takeLine(message, line, message.currency)
    waiting.push(line)
    const [first = line] = waiting
    // Without a currency none of them can be read, nor what follows before an opening balance.
    if (line.line.place.byteOffset - first.line.place.byteOffset > waitingBytesMax) endWait(message, '')
  }

  function endWait(of: Mt940Message, currency: string): void {
    of.currency = currency
    for (const line of waiting) takeLine(of, line, currency)
    waiting = []
  }

  function closeMessage(): void {
    closeLine()
    if (message === undefined) return
    endWait(message, message.currency ?? '')
    const { type } = message
    versions.add(`MT${type}`)
    if (type !== '941') {
      message.check(balance, summary)
      links.add(message.link(file))
      for (const stated of message.stated()) balances.add(stated)
    }
    doubts.takeMessage(message)
    message = undefined
  }

  function openMessage(): Mt940Message {
    closeMessage()
    statements++
    message = new Mt940Message(statements, nextType)
    nextType = undefined
    return message
  }

  /** Another statement under the same `:20:`, of the same account: of the next day, or in another currency. */
  function openNext({ account }: Mt940Message): Mt940Message {
    const next = openMessage()
    next.field('25', account)
    return next
  }

  function takeLine({ account, totals }: Mt940Message, { line, details, ownDetails }: OpenLine, currency: string): void {
    const last = [line, ...details, ...ownDetails].reduce((a, b) => (b.place.byteOffset > a.place.byteOffset ? b : a))
    const { line: lineNumber, column, byteOffset } = line.place
    const place = { line: lineNumber, column, byteOffset, byteLength: last.place.byteOffset + last.place.byteLength - byteOffset }
    const read = readStatementLine(line.text, currency)
    if (read.kind === 'problem') return book.quarantine(place, read.problem)
    const { netMinor, reversal, expected, day, ownerReference, bankReference } = read
    if (reversal) reversals++
    totals.add({ currency, netMinor, booked: !expected })
    if (expected) {
      book.notBooked++
      return
    }
    const references = [ownerReference, bankReference]
    const remittance = line.more.slice()
    for (const field of details) {
      const dialect = readDetails([field.text, ...field.more], references, remittance)
      dialects.set(dialect, (dialects.get(dialect) ?? 0) + 1)
    }
    for (const field of ownDetails) remittance.push(...ownTexts([field.text, ...field.more]))
    book.book(
      place,
      account,
      { currency, netMinor, entryReference: bankReference, references, remittance },
      { kind: 'day', day },
      (reader) => reader.refuse('date', ':61: date', 'a day that exists', shownValue(day, 'date')),
    )
  }

  function onField(field: TaggedField): void {
    const { tag } = field
    if (tag === '86') {
      // Before the first line and behind the closing balance it is about the statement.
      if (open !== undefined && open.details.length < detailsMax) open.details.push(field)
      return
    }
    // A bank's own field, also between a line and its details, or instead of them; before the first line it is about the account.
    if (tag === 'NS' && open !== undefined && open.ownDetails.length < detailsMax) open.ownDetails.push(field)
    if (tag === 'NS' || tag === 'NSF') return
    closeLine()
    if (tag === '') {
      if (message !== undefined) message.lines++
      return book.quarantine(field.place, { reason: 'field', field: 'tag', expected: ':61: before what is a statement line' })
    }
    if (tag === '940' || tag === '941' || tag === '942') nextType = tag
    else if (tag === '20') openMessage()
    // Behind a closing balance stands another statement, also where its :20: is damaged: its lines are not of the account before.
    else if (tag.startsWith('25') && message?.isClosed === true) openMessage().field(tag, field.text)
    else if (tag.startsWith('60') && message?.isClosed === true) openNext(message).field(tag, field.text)
    else if (tag === '61') {
      message ??= openMessage()
      message.lines++
      open = { line: field, details: [], ownDetails: [] }
    } else {
      const named = message ?? openMessage()
      named.field(tag, field.text)
      if (named.currency !== undefined && waiting.length > 0) endWait(named, named.currency)
    }
  }

  const fields = taggedFields(file, onField, (block) => {
    closeMessage()
    nextType = typeOf(block)
    doubts.takeBlock(block)
  })

  async function* steps(): AsyncGenerator<undefined> {
    yield* readLines(input, text, fields.line, partSign)
    fields.end()
    closeMessage()
    if (statements > 0) return
    throw new HarnessError('BAD_INPUT', `${file}: holds no statement (no :20: at the start of a line)`, {
      hint: 'expected an MT940 or MT942 file',
    })
  }

  return bankStream(steps(), book, ids, (): FileSummary => ({
    file,
    format: 'mt940',
    physicalRows: book.physicalRows,
    notBooked: book.notBooked,
    controls: [...balance.results(), ...summary.results()],
    figures: {
      encoding: text.encoding(),
      version: [...versions].join(', '),
      ...(dialects.size === 0 ? {} : { dialect: `:86: ${[...dialects].map(([dialect, fields]) => `${dialect} (${fields})`).join(', ')}` }),
      statements,
      balances: balances.kept,
      further: { reversals },
    },
    notes: [...doubts.notes(), ...(chain === undefined ? links.notes().map(({ note }) => note) : []), ...balances.notes()],
  }))
}

function typeOf(block: string): MessageType | undefined {
  const [, type] = /\{2:[IO](94[0-2])/.exec(block) ?? []
  return type === undefined ? undefined : (type as MessageType)
}
