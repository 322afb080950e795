/** Bank statements of ISO 20022 camt.053 to bank lines (formats.md §0, §6). Knows no files and no profile. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { emptyEntry, entryLeaf, takeEntry, type BankAccount, type BankEntry, type PendingLine } from './camt-entry.ts'
import { statementControls, type Statement } from './camt-statement.ts'
import { businessDays } from './instants.ts'
import { madeIds } from './made-id.ts'
import { ControlTally, type FileInput, type FileReading, type QuarantinedRow } from './reading.ts'
import { readXml } from './xml-elements.ts'

export type { BankAccount } from './camt-entry.ts'

/** Whose account a statement is, by its IBAN or other id; undefined: nobody's that we know. */
export type BankAccountOf = (statementAccount: string) => BankAccount | undefined

const statementPath = 'Document/BkToCstmrStmt/Stmt'
const entryPath = `${statementPath}/Ntry`

/** One record for each booked `Ntry`; pending and informational ones are counted and left out. Versions .02 and .08 and those between and near. */
export async function readCamt053(input: FileInput, accountOf: BankAccountOf): Promise<FileReading> {
  const { file } = input
  const lines: PendingLine[] = []
  const quarantined: QuarantinedRow[] = []
  const balance = new ControlTally(file, 'statement-balance')
  const summary = new ControlTally(file, 'statement-summary')
  const dayOfAccount = new Map<BankAccount, (occurredAt: string) => string>()
  let physicalRows = 0
  let notBooked = 0
  let statements = 0
  let statement: Statement | undefined
  let entry: BankEntry | undefined

  function dayOf(account: BankAccount): (occurredAt: string) => string {
    const known = dayOfAccount.get(account) ?? businessDays(account)
    dayOfAccount.set(account, known)
    return known
  }

  await readXml(input, {
    open(path, attributes, place) {
      if (!path.includes('/')) requireCamt(file, path, attributes)
      if (path === statementPath) {
        statements++
        statement = { number: statements, account: '', balances: [], entries: [], summary: new Map() }
      } else if (path === entryPath) entry = emptyEntry(place())
      else if (path === `${statementPath}/Bal`) statement?.balances.push({ type: '', currency: '', amount: '', direction: '' })
      if (!path.endsWith('/Amt')) return
      const currency = attributes['Ccy'] ?? ''
      if (path === `${entryPath}/Amt` && entry !== undefined) entry.currency = currency
      const balanceNow = statement?.balances.at(-1)
      if (path === `${statementPath}/Bal/Amt` && balanceNow !== undefined) balanceNow.currency = currency
    },
    close(path, text, endByte) {
      if (statement === undefined) return
      if (path === statementPath) {
        statementControls(statement, balance, summary)
        statement = undefined
      } else if (path === entryPath && entry !== undefined) {
        physicalRows++
        const account = accountOf(statement.account)
        const taken = takeEntry(entry, account, account === undefined ? undefined : dayOf(account))
        if (taken.signed !== undefined) statement.entries.push(taken.signed)
        if (taken.kind === 'line') lines.push(taken.line)
        else if (taken.kind === 'not-booked') notBooked++
        else quarantined.push({ file, ...entry.place, byteLength: endByte() - entry.place.byteOffset, ...taken.problem })
        entry = undefined
      } else if (entry !== undefined) entryLeaf(entry, path.slice(entryPath.length + 1), text)
      else statementLeaf(statement, path.slice(statementPath.length + 1), text)
    },
  })
  if (statements === 0) {
    throw new HarnessError('BAD_INPUT', `${file}: holds no statement (Document/BkToCstmrStmt/Stmt)`, {
      hint: 'expected a camt.053 bank statement',
    })
  }
  return {
    file,
    format: 'camt053',
    physicalRows,
    records: withRecordIds(lines),
    quarantined,
    notBooked,
    controls: [...balance.results(), ...summary.results()],
    // A file that is cut off is not well-formed.
    notes: [],
  }
}

function requireCamt(file: string, root: string, attributes: Readonly<Record<string, string>>): void {
  const namespace = Object.entries(attributes).find(([name, value]) => name.startsWith('xmlns') && value.includes('iso:20022:'))?.[1]
  const message = namespace === undefined ? '' : (/[a-z]+\.\d{3}\.\d{3}\.\d{2}$/.exec(namespace)?.[0] ?? '')
  if (root === 'Document' && message.startsWith('camt.053.001.')) return
  throw new HarnessError(
    'BAD_INPUT',
    `${file}: line 1 is not a camt.053 statement: root ${root}, message ${message === '' ? 'none' : message}`,
    {
      hint: 'expected Document in the namespace urn:iso:std:iso:20022:tech:xsd:camt.053.001.02 or .08',
    },
  )
}

function statementLeaf(statement: Statement, path: string, text: string): void {
  const balance = statement.balances.at(-1)
  if (path === 'Acct/Id/IBAN' || path === 'Acct/Id/Othr/Id') statement.account = text
  else if (path.startsWith('TxsSummry/')) statement.summary.set(path.slice('TxsSummry/'.length), text)
  else if (balance === undefined) return
  else if (path === 'Bal/Tp/CdOrPrtry/Cd') balance.type = text
  else if (path === 'Bal/Amt') balance.amount = text
  else if (path === 'Bal/CdtDbtInd') balance.direction = text
}

/**
 * The bank's reference, else the entry's own, else one that we make. An entry's own reference is often its number inside the
 * statement: it counts only where it is unique inside the account and file.
 */
function withRecordIds(lines: readonly PendingLine[]): CanonicalRecord[] {
  const uses = new Map<string, number>()
  const use = ({ record, entryReference }: PendingLine): string => JSON.stringify([record.account, entryReference])
  for (const line of lines) uses.set(use(line), (uses.get(use(line)) ?? 0) + 1)
  const makeId = madeIds()
  return lines.map((line) => {
    const { record, bankReference, entryReference, text } = line
    const { account, businessDate, currency, netMinor } = record
    const own = entryReference !== undefined && uses.get(use(line)) === 1 ? entryReference : undefined
    // Asked for every line, so that the ordinal of equal lines does not depend on which of them have a reference.
    const made = makeId({ account, businessDate, currency, netMinor, text })
    return { ...record, recordId: bankReference ?? own ?? made }
  })
}
