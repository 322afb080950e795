/** Which ids of bank lines are ids, seen over all files of an account: one file alone does not tell. Knows no notation. */

import type { CanonicalRecord } from '../harness/model/record.ts'
import type { BankLineIds, OwnBankId } from './formats/bank/record-ids.ts'
import { madeIds } from './formats/made-id.ts'

interface ReadFile {
  readonly records: readonly CanonicalRecord[]
  /** Of bank lines, record by record. */
  readonly bankIds: readonly BankLineIds[] | undefined
}

/** What of an account's ids are none. */
export interface BankIdDoubt {
  readonly account: string
  /** Different lines that have them; of `accounts`, all. */
  readonly lines: number
  /** How many are such, or how many accounts there are. */
  readonly ids: number
  /**
   * `running`: numbers that begin with 1 in each file. `reused`: lines of another day, currency, amount or statement account have the same. `accounts`:
   * statements of several accounts are one of the profile's.
   */
  readonly kind: 'running' | 'reused' | 'accounts'
}

/**
 * The files' records with the ids of bank lines that are the same in whichever file a line stands (matching.md §2: an overlapping file repeats lines
 * instead of adding to them). Of each account:
 * - ids that count from 1 in all of its files, where there are several, are none: lines are known by day, amount and text;
 * - an id that several lines of one statement (a bank's reference) or one file (an entry's) have, or that has another day, currency or amount
 *   somewhere, is part of one that is made of those, and of the number among equal lines of the statement or file;
 * - any other id is the line's.
 */
export function settleBankIds(files: readonly ReadFile[]): {
  readonly records: readonly CanonicalRecord[]
  readonly doubts: readonly BankIdDoubt[]
} {
  const accounts = new Map<string, AccountIds>()
  for (const [file, { records, bankIds }] of files.entries()) {
    for (const [index, record] of records.entries()) {
      const ids = bankIds?.[index]
      if (ids === undefined) continue
      const account = accountOf(record)
      let all = accounts.get(account)
      if (all === undefined) accounts.set(account, (all = new AccountIds(record.account)))
      all.add(file, record, ids)
    }
  }
  const records = files.flatMap(({ records: own, bankIds }) =>
    own.map((record, index) => {
      const ids = bankIds?.[index]
      if (ids === undefined) return record
      const recordId = accounts.get(accountOf(record))?.idOf(record, ids) ?? ids.made
      return recordId === record.recordId ? record : { ...record, recordId }
    }),
  )
  return { records, doubts: [...accounts.values()].flatMap((account) => account.doubts()) }
}

/** `account` as it may be told. */
export function bankIdNote({ lines, ids, kind }: BankIdDoubt, account: string): string {
  if (kind === 'accounts') {
    return `account ${account}: statements of ${ids} accounts (${lines} lines) are read as one: an entry of the profile for each, with its statementAccount, keeps them apart`
  }
  return kind === 'running'
    ? `account ${account}: the ids of ${lines} bank lines are numbers that begin again with each file or statement: each is known by its day, amount and text instead`
    : `account ${account}: ${lines} bank lines share ${ids} ids with lines of another day, currency or amount, such as numbers that begin again with each statement: each was taken, with another id`
}

function accountOf({ tenant, merchant, account }: CanonicalRecord): string {
  return JSON.stringify([tenant, merchant, account])
}

class AccountIds {
  readonly account: string
  readonly banks = new IdsOfOneKind()
  readonly entrys = new IdsOfOneKind()
  readonly #statementAccounts = new Set<string>()
  #lines = 0

  constructor(account: string) {
    this.account = account
  }

  add(file: number, record: CanonicalRecord, { banks, entrys, statementAccount }: BankLineIds): void {
    this.#lines++
    this.#statementAccounts.add(statementAccount)
    if (banks !== undefined) this.banks.add(file, record, banks, statementAccount)
    if (entrys !== undefined) this.entrys.add(file, record, entrys, statementAccount)
  }

  idOf(record: CanonicalRecord, { banks, entrys, statementAccount, made }: BankLineIds): string {
    if (banks !== undefined && !this.banks.areRunning) return this.banks.settled(record, banks, statementAccount)
    if (entrys !== undefined && !this.entrys.areRunning) return this.entrys.settled(record, entrys, statementAccount)
    for (const kind of [this.banks, this.entrys]) if (kind.areRunning) kind.parted.add(made)
    return made
  }

  doubts(): readonly BankIdDoubt[] {
    const { account } = this
    const accounts = this.#statementAccounts.size
    return [
      ...(accounts < 2 ? [] : [{ account, lines: this.#lines, ids: accounts, kind: 'accounts' as const }]),
      ...[this.banks, this.entrys].flatMap(({ areRunning, reused, parted }): readonly BankIdDoubt[] =>
        parted.size === 0 ? [] : [{ account, lines: parted.size, ids: reused.size, kind: areRunning ? 'running' : 'reused' }],
      ),
    ]
  }
}

/** The bank's references of an account, or those of its entries. */
class IdsOfOneKind {
  /** Ids that lines of another day, currency or amount have. */
  readonly reused = new Set<string>()
  /** The ids that were given instead; a line that was sent twice is one. */
  readonly parted = new Set<string>()
  readonly #first = new Map<string, { readonly record: CanonicalRecord; readonly statementAccount: string }>()
  /** Of several lines of one statement or file. */
  readonly #shared = new Set<string>()
  readonly #runs = new Map<number, RunningNumbers>()

  add(file: number, record: CanonicalRecord, { id, ordinal }: OwnBankId, statementAccount: string): void {
    const first = this.#first.get(id)
    if (first === undefined) this.#first.set(id, { record, statementAccount })
    else if (first.statementAccount !== statementAccount || !isSameMovement(first.record, record)) this.reused.add(id)
    if (ordinal > 1) this.#shared.add(id)
    let run = this.#runs.get(file)
    if (run === undefined) this.#runs.set(file, (run = new RunningNumbers()))
    run.add(id)
  }

  /** Numbers from 1 in every file, of several; those of one file alone do for it. */
  get areRunning(): boolean {
    return this.#runs.size > 1 && this.#runs.values().every(({ holds }) => holds)
  }

  settled(record: CanonicalRecord, { id, ordinal }: OwnBankId, statementAccount: string): string {
    const isReused = this.reused.has(id)
    if (!isReused && !this.#shared.has(id)) return id
    const { businessDate, currency, netMinor } = record
    const account = `${record.account}\n${statementAccount}`
    // Its text is no text of an entry without an id, which are made of theirs.
    const made = madeIds()({ account, businessDate, currency, netMinor, text: `id\n${id}${ordinal === 1 ? '' : `\n${ordinal}`}` })
    if (isReused) this.parted.add(made)
    return made
  }
}

/** Whether a file's ids count: from 0 or 1 up, again from there with the next statement; some may be left out, of entries that are not booked. */
class RunningNumbers {
  #holds = true
  #last = Infinity
  #count = 0
  #largest = 0

  add(id: string): void {
    const number = /^\d{1,6}$/.test(id) ? Number(id) : NaN
    if (!(number > this.#last || number <= 1)) this.#holds = false
    this.#last = number
    this.#largest = Math.max(this.#largest, number)
    this.#count++
  }

  get holds(): boolean {
    return this.#holds && this.#largest <= 2 * this.#count
  }
}

function isSameMovement(a: CanonicalRecord, b: CanonicalRecord): boolean {
  return a.businessDate === b.businessDate && a.currency === b.currency && a.netMinor === b.netMinor
}
