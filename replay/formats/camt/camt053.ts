/** Bank statements of ISO 20022 camt.053 and notifications of camt.054 to bank lines (formats.md §0, §6). Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { accountDays, dayBeforeNote } from '../bank/account-days.ts'
import { BalanceList } from '../bank/balance-list.ts'
import type { BankAccountOf, PendingLine, RowPlace } from '../bank/bank-line.ts'
import { bankStream, type BankIds } from '../bank/bank-stream.ts'
import { StatementTotals } from '../bank/statement-totals.ts'
import { ControlTally, type FileInput, type FileSummary, type QuarantinedRow } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import type { Admit } from '../same-transactions.ts'
import { BankEntry, entryLeaves, takeEntry } from './camt-entry.ts'
import { missingNotes, RepeatedStatements, SeenStatements } from './repeated-statements.ts'
import {
  statedBalances,
  statementControls,
  statementDay,
  statementLeaf,
  statementLinks,
  unprovedCurrencies,
  type Statement,
} from './camt-statement.ts'
import { readXml, type XmlEnd, type XmlHandler } from './xml-elements.ts'

const messages = {
  camt053: { name: 'camt.053', message: 'Document/BkToCstmrStmt', statement: 'Stmt', what: 'statement' },
  camt054: { name: 'camt.054', message: 'Document/BkToCstmrDbtCdtNtfctn', statement: 'Ntfctn', what: 'notification' },
} as const
export type CamtFormat = keyof typeof messages

/**
 * One record for each booked `Ntry`; pending and informational ones are counted and left out. Any version: between .02 and
 * .13 what we read differs in the status and the summary alone. A camt.054 has no balances to prove. `admit` judges lines once they have their ids;
 * `history` has the statements of the files that were read before, and whoever gives it asks for what is missing between them.
 */
export function readCamt(
  input: FileInput,
  format: CamtFormat,
  accountOf: BankAccountOf,
  ids: BankIds = 'unique',
  admit?: Admit,
  history?: SeenStatements,
): RecordStream {
  const { file } = input
  const seen = history ?? new SeenStatements()
  const { message: messagePath, statement: statementName, what } = messages[format]
  const statementPath = `${messagePath}/${statementName}`
  const entryPath = `${statementPath}/Ntry`
  const lines: PendingLine[] = []
  const quarantined: QuarantinedRow[] = []
  const balances = new BalanceList()
  const balance = new ControlTally(file, 'statement-balance')
  const summary = new ControlTally(file, 'statement-summary')
  const repeated = new RepeatedStatements(file, what, seen)
  const daysOf = accountDays()
  const versions = new Set<string>()
  const further = { txDtls: 0, reversals: 0 }
  let end: XmlEnd = { encoding: '', fillers: 0 }
  let physicalRows = 0
  let notBooked = 0
  let dayless = 0
  let daysBefore = 0
  let statements = 0
  let page = ''
  let isLastPage = ''
  let strayEntries = 0
  const unproved = { statements: 0, currencies: new Set<string>() }
  let statement: Statement | undefined
  let entry: BankEntry | undefined

  function closeEntry(endByte: () => number): void {
    if (entry === undefined || statement === undefined) return
    physicalRows++
    further.txDtls += entry.details
    if (entry.reversal) further.reversals++
    const ownDay = entry.namesDay
    if (!ownDay) entry.bookedDate = statementDay(statement)
    const account = accountOf(statement.account)
    const taken = takeEntry(entry, account, account === undefined ? undefined : daysOf(account))
    if (taken.signed !== undefined) statement.totals.add(taken.signed)
    const { place: start } = entry
    const place = (): RowPlace => ({ ...start, byteLength: endByte() - start.byteOffset })
    if (taken.kind === 'not-booked' || (taken.kind === 'line' && repeated.leavesOut(statement))) notBooked++
    else if (taken.kind === 'line') {
      if (!ownDay) dayless++
      if (taken.isDayBefore) daysBefore++
      lines.push(admit === undefined ? taken.line : { ...taken.line, place: place() })
    } else quarantined.push({ file, ...place(), ...taken.problem })
    entry = undefined
  }

  function closeStatement(): void {
    if (statement === undefined) return
    statementControls(statement, balance, summary)
    const contradiction = repeated.close(statement)
    if (contradiction !== undefined) summary.fail(contradiction)
    for (const stated of statedBalances(statement)) balances.add(stated)
    for (const link of statementLinks(file, statement)) seen.chain.add(link)
    seen.pages.add(file, statement)
    const currencies = unprovedCurrencies(statement)
    if (currencies.length > 0) unproved.statements++
    for (const currency of currencies) unproved.currencies.add(currency)
    statement = undefined
  }

  const handlers: Readonly<Record<string, XmlHandler>> = {
    [`${messagePath}/GrpHdr`]: { open: () => void (page = isLastPage = '') },
    [`${messagePath}/GrpHdr/MsgPgntn/PgNb`]: { close: (text) => void (page = text) },
    [`${messagePath}/GrpHdr/MsgPgntn/LastPgInd`]: { close: (text) => void (isLastPage = text) },
    [statementPath]: {
      open() {
        statements++
        const identity = new Map([
          ['page', page],
          ['lastPage', isLastPage],
        ])
        statement = { number: statements, account: '', balances: [], totals: new StatementTotals(), summary: new Map(), identity }
      },
      close: closeStatement,
    },
    [`${statementPath}/Bal`]: { open: () => statement?.balances.push({ type: '', currency: '', amount: '', direction: '', date: '' }) },
    [entryPath]: {
      open(_attributes, place) {
        entry = new BankEntry(place(), statements)
      },
      close: (_text, endByte) => closeEntry(endByte),
    },
    [`${entryPath}/NtryDtls/TxDtls`]: {
      open() {
        if (entry !== undefined) entry.details++
      },
    },
    [`${entryPath}/Amt`]: {
      open(attributes) {
        if (entry !== undefined) entry.currency = attributes['Ccy'] ?? ''
      },
      close(text) {
        if (entry === undefined) return
        if (entry.amount !== '') entry.twice ??= 'Amt'
        entry.amount = text
      },
    },
    [`${statementPath}/Bal/Amt`]: {
      open(attributes) {
        const last = statement?.balances.at(-1)
        if (last !== undefined) last.currency = attributes['Ccy'] ?? ''
      },
      close(text) {
        const last = statement?.balances.at(-1)
        if (last !== undefined) last.amount = text
      },
    },
  }

  let root = ''

  function handlerOf(wholePath: string): XmlHandler | undefined {
    if (root === '') root = wholePath
    // Networks put a message into an envelope, with a header of their own before its Document.
    const path = /(?:^|\/)(Document(?:\/.*)?)$/.exec(wholePath)?.[1] ?? ''
    if (path === 'Document')
      return {
        open(attributes) {
          const version = versionOf(file, format, attributes)
          if (version !== undefined) versions.add(version)
        },
      }
    const handler = handlers[path]
    if (handler !== undefined) return handler
    if (path.startsWith(`${entryPath}/`)) {
      const leaf = entryLeaves.get(path.slice(entryPath.length + 1))
      return leaf && { close: (text) => text !== '' && entry !== undefined && leaf(entry, text) }
    }
    if (path.endsWith('/Ntry')) return { open: () => void strayEntries++ }
    if (!path.startsWith(`${statementPath}/`)) return undefined
    const leaf = statementLeaf(path.slice(statementPath.length + 1))
    return leaf && { close: (text) => statement !== undefined && leaf(statement, text) }
  }

  const elements = readXml(input, handlerOf)

  async function* steps(): AsyncGenerator<undefined> {
    end = yield* elements
    if (statements > 0) return
    throw new HarnessError('BAD_INPUT', `${file}: holds no ${what} (${statementPath}); its root element is ${root}`, {
      hint: `expected a ${messages[format].name} bank ${what}`,
    })
  }

  const keep = (record: CanonicalRecord, line: PendingLine | undefined): boolean => {
    const admission = admit?.(record) ?? 'record'
    if (admission === 'known') notBooked++
    else if (admission !== 'record' && line?.place !== undefined) quarantined.push({ file, ...line.place, ...admission })
    return admission === 'record'
  }

  const summed = (): FileSummary => ({
    file,
    format,
    physicalRows,
    notBooked,
    controls: [...balance.results(), ...summary.results()],
    figures: {
      encoding: end.encoding,
      ...(versions.size === 0 ? {} : { version: [...versions].join(', ') }),
      statements,
      balances: balances.kept,
      further,
    },
    // A file that is cut off is not well-formed.
    notes: [
      ...repeated.notes(),
      ...(history === undefined ? missingNotes(seen).map(({ note }) => note) : []),
      ...(unproved.statements === 0
        ? []
        : [
            `${unproved.statements} statements have entries in a currency of which they state no balance (${[...unproved.currencies].join(', ')}): no balance proves those`,
          ]),
      ...dayBeforeNote(daysBefore),
      ...(strayEntries === 0 ? [] : [`${strayEntries} entries (Ntry) do not stand in a ${what} and were not read`]),
      ...(end.fillers === 0 ? [] : [`behind the document stand ${end.fillers} signs of a transfer (SUB or NUL): they were left out`]),
      ...(dayless === 0 ? [] : [`entries that name no day: ${dayless}; they are booked on the day of their ${what}`]),
      ...balances.notes(),
    ],
  })
  return bankStream(steps(), { lines, quarantined }, ids, summed, admit === undefined ? undefined : keep)
}

/** Some banks name a namespace of their own, or none: the message is what its elements say, unless the namespace names another. */
function versionOf(file: string, format: CamtFormat, attributes: Readonly<Record<string, string>>): string | undefined {
  const { name } = messages[format]
  const namespaces = Object.entries(attributes).filter(([key]) => key.startsWith('xmlns'))
  const message = namespaces.map(([, value]) => /[a-z]{4}\.\d{3}\.\d{3}\.\d{2}/.exec(value)?.[0]).find((found) => found !== undefined)
  if (message === undefined || message.startsWith(name)) return message
  throw new HarnessError('BAD_INPUT', `${file}: is not a ${name} message but ${message}`, {
    hint: `expected Document in the namespace urn:iso:std:iso:20022:tech:xsd:${name}.001.02 or a later version`,
  })
}
