/** Bank statements of ISO 20022 camt.053 and notifications of camt.054 to bank lines (formats.md §0, §6). Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import { accountDays } from '../bank/account-days.ts'
import type { BankAccountOf, PendingLine } from '../bank/bank-line.ts'
import { bankStream, type BankIds } from '../bank/bank-stream.ts'
import { StatementTotals } from '../bank/statement-totals.ts'
import { ControlTally, type FileInput, type FileSummary, type QuarantinedRow, type StatedBalance } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { emptyEntry, entryLeaves, takeEntry, type BankEntry } from './camt-entry.ts'
import { statedBalances, statementControls, statementLeaf, type Statement } from './camt-statement.ts'
import { readXml, type XmlHandler } from './xml-elements.ts'

const messages = {
  camt053: { name: 'camt.053', path: 'Document/BkToCstmrStmt/Stmt', what: 'statement' },
  camt054: { name: 'camt.054', path: 'Document/BkToCstmrDbtCdtNtfctn/Ntfctn', what: 'notification' },
} as const
export type CamtFormat = keyof typeof messages

/**
 * One record for each booked `Ntry`; pending and informational ones are counted and left out. Any version: between .02 and
 * .13 what we read differs in the status and the summary alone. A camt.054 has no balances to prove.
 */
export function readCamt(input: FileInput, format: CamtFormat, accountOf: BankAccountOf, ids: BankIds = 'unique'): RecordStream {
  const { file } = input
  const { path: statementPath, what } = messages[format]
  const entryPath = `${statementPath}/Ntry`
  const lines: PendingLine[] = []
  const quarantined: QuarantinedRow[] = []
  const balances: StatedBalance[] = []
  const balance = new ControlTally(file, 'statement-balance')
  const summary = new ControlTally(file, 'statement-summary')
  const daysOf = accountDays()
  const further = { version: '', txDtls: 0, reversals: 0 }
  let encoding = ''
  let physicalRows = 0
  let notBooked = 0
  let statements = 0
  let statement: Statement | undefined
  let entry: BankEntry | undefined

  function closeEntry(endByte: () => number): void {
    if (entry === undefined || statement === undefined) return
    physicalRows++
    further.txDtls += entry.details
    if (entry.reversal) further.reversals++
    const account = accountOf(statement.account)
    const taken = takeEntry(entry, account, account === undefined ? undefined : daysOf(account))
    if (taken.signed !== undefined) statement.totals.add(taken.signed)
    if (taken.kind === 'line') lines.push(taken.line)
    else if (taken.kind === 'not-booked') notBooked++
    else quarantined.push({ file, ...entry.place, byteLength: endByte() - entry.place.byteOffset, ...taken.problem })
    entry = undefined
  }

  function closeStatement(): void {
    if (statement === undefined) return
    statementControls(statement, balance, summary)
    balances.push(...statedBalances(statement))
    statement = undefined
  }

  const handlers: Readonly<Record<string, XmlHandler>> = {
    [statementPath]: {
      open() {
        statements++
        statement = { number: statements, account: '', balances: [], totals: new StatementTotals(), summary: new Map() }
      },
      close: closeStatement,
    },
    [`${statementPath}/Bal`]: { open: () => statement?.balances.push({ type: '', currency: '', amount: '', direction: '' }) },
    [entryPath]: {
      open(_attributes, place) {
        entry = emptyEntry(place())
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
        if (entry !== undefined) entry.amount = text
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

  function handlerOf(path: string): XmlHandler | undefined {
    if (!path.includes('/')) return { open: (attributes) => void (further.version = versionOf(file, format, path, attributes)) }
    const handler = handlers[path]
    if (handler !== undefined) return handler
    if (path.startsWith(`${entryPath}/`)) {
      const leaf = entryLeaves.get(path.slice(entryPath.length + 1))
      return leaf && { close: (text) => text !== '' && entry !== undefined && leaf(entry, text) }
    }
    if (!path.startsWith(`${statementPath}/`)) return undefined
    const leaf = statementLeaf(path.slice(statementPath.length + 1))
    return leaf && { close: (text) => statement !== undefined && leaf(statement, text) }
  }

  const elements = readXml(input, handlerOf)

  async function* steps(): AsyncGenerator<undefined> {
    encoding = yield* elements
    if (statements > 0) return
    throw new HarnessError('BAD_INPUT', `${file}: holds no ${what} (${statementPath})`, {
      hint: `expected a ${messages[format].name} bank ${what}`,
    })
  }

  return bankStream(steps(), { take: () => lines.splice(0) }, ids, (): FileSummary => ({
    file,
    format,
    physicalRows,
    quarantined,
    notBooked,
    controls: [...balance.results(), ...summary.results()],
    figures: { encoding, statements, balances, further },
    // A file that is cut off is not well-formed.
    notes: [],
  }))
}

function versionOf(file: string, format: CamtFormat, root: string, attributes: Readonly<Record<string, string>>): string {
  const { name } = messages[format]
  const namespace = Object.entries(attributes).find(([key, value]) => key.startsWith('xmlns') && value.includes('iso:20022:'))?.[1]
  const message = namespace === undefined ? '' : (/[a-z]+\.\d{3}\.\d{3}\.\d{2}$/.exec(namespace)?.[0] ?? '')
  if (root === 'Document' && message.startsWith(`${name}.001.`)) return message
  throw new HarnessError(
    'BAD_INPUT',
    `${file}: line 1 is not a ${name} message: root ${root}, message ${message === '' ? 'none' : message}`,
    { hint: `expected Document in the namespace urn:iso:std:iso:20022:tech:xsd:${name}.001.02 or a later version` },
  )
}
