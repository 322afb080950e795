/** Cash management files BAI2 to bank lines (formats.md §0, §8). Knows no files and no profile. */

import { HarnessError } from '../../../harness/model/errors.ts'
import { currencyExponent } from '../../../harness/model/currency.ts'
import { addTo } from '../../../harness/model/money.ts'
import { shortDay } from '../bank/account-days.ts'
import { BalanceList } from '../bank/balance-list.ts'
import { BankBook } from '../bank/bank-book.ts'
import type { BankAccountOf } from '../bank/bank-line.ts'
import { bankStream, type BankIds } from '../bank/bank-stream.ts'
import { ControlTally, type FileInput, type FileSummary } from '../reading.ts'
import type { RecordStream } from '../record-stream.ts'
import { shownValue } from '../shown-value.ts'
import { TextChunks } from '../text-chunks.ts'
import { readLines } from '../text-lines.ts'
import { readAmounts } from './account-summary.ts'
import { Bai2Controls, type Bai2AccountTotal } from './controls.ts'
import { LedgerProof } from './ledger-proof.ts'
import { bai2Records, type Bai2Record } from './records.ts'
import { readTransaction } from './transaction.ts'

/** The standard's default, where neither group nor account names a currency. */
const defaultCurrency = 'USD'

/** Group status of record 02: 1 update, 2 deletion, 3 correction, 4 test. */
const movesNothing: ReadonlyMap<string, string> = new Map([
  ['2', 'a group takes earlier data back (status 2): its transactions are not booked'],
  ['4', 'a group is a test (status 4): its transactions are not booked'],
])
const noGroup = { currency: '', day: '', status: '', isInterim: false }
const noAccount = { id: '', currency: '', isOpen: false }

/** Booked, and told: what a group corrects may have been read before. */
const correction =
  'a group corrects earlier data (status 3): its transactions are booked as they stand, beside those of the group that it corrects'

/** As-of modifiers of record 02: 1 and 3 are interim reports of the previous and of the same day, 2 and 4 final ones. */
const interim =
  'a group is an interim report (as-of modifier 1 or 3): its transactions are booked, and once more where the final report of that day is read too and a bank reference does not tell that they are the same'

/**
 * One record for each record 16, booked on the as-of date of its group. Amounts are integers of the currency's own minor units.
 */
export function readBai2(
  input: FileInput,
  accountOf: BankAccountOf,
  ids: BankIds = 'unique',
  accountTotal: Bai2AccountTotal = 'either',
): RecordStream {
  const { file } = input
  const book = new BankBook(file, accountOf)
  const tallies = {
    account: new ControlTally(file, 'account-total'),
    group: new ControlTally(file, 'group-total'),
    file: new ControlTally(file, 'file-total'),
  }
  const controls = new Bai2Controls(tallies, accountTotal)
  const proof = new LedgerProof()
  const text = new TextChunks()
  const balances = new BalanceList()
  const sums = new Map<string, bigint>()
  const notes = new Set<string>()
  const versions = new Set<string>()
  const further = { credits: 0n, debits: 0n, currencyDefaulted: false }
  let seen = 0
  let statements = 0
  let group = noGroup
  let account = noAccount

  const currencyNamed = (): string => (account.currency === '' ? group.currency : account.currency)
  const currencyNow = (): string => {
    const named = currencyNamed()
    if (named === '') further.currencyDefaulted = true
    return named === '' ? defaultCurrency : named
  }

  function openAccount({ fields, physicalRecords }: Bai2Record): void {
    statements++
    account = { id: (fields[0] ?? '').trim(), currency: (fields[1] ?? '').trim().toUpperCase(), isOpen: true }
    controls.account(account.id, currencyNamed() === '' ? defaultCurrency : currencyNamed(), physicalRecords)
    const stated = new Map<string, bigint>()
    for (const { typeCode, minor } of readAmounts(fields.slice(2))) {
      if (minor === undefined) continue
      controls.amount(minor)
      if (!stated.has(typeCode)) stated.set(typeCode, minor)
    }
    proof.open(stated)
    const [opening, closing] = ['010', '015'].map((code) => stated.get(code)?.toString() ?? null) as [string | null, string | null]
    if (opening !== null || closing !== null) {
      balances.add({ account: account.id, currency: currencyNow(), opening, closing })
    }
  }

  function takeTransaction({ fields, place }: Bai2Record): void {
    const read = readTransaction(fields)
    if (read.kind === 'information') {
      book.notBooked++
      return
    }
    if (read.kind === 'problem') {
      proof.leave()
      if (read.amountMinor !== undefined) controls.amount(read.amountMinor)
      return book.quarantine(place, read.problem)
    }
    const { netMinor, amountMinor, bankReference, customerReference, texts } = read
    controls.amount(amountMinor, netMinor)
    proof.add(netMinor)
    const note = movesNothing.get(group.status)
    if (note !== undefined) {
      notes.add(note)
      book.notBooked++
      return
    }
    const currency = currencyNow()
    if (currencyExponent(currency) === undefined) {
      const value = shownValue(currency, 'currency')
      return book.quarantine(place, {
        reason: 'currency',
        field: '03 currency',
        expected: 'an ISO 4217 code',
        ...(value === undefined ? {} : { value }),
      })
    }
    if (!account.isOpen) return book.quarantine(place, { reason: 'field', field: '16', expected: 'an account record 03 before it' })
    const before = book.lines.length
    book.book(
      place,
      account.id,
      {
        currency,
        netMinor,
        entryReference: bankReference,
        references: [bankReference, customerReference],
        remittance: texts,
      },
      { kind: 'day', day: group.day },
      (reader) => reader.refuse('date', '02 as-of date', 'YYMMDD', shownValue(group.day, 'date')),
    )
    if (book.lines.length === before) return
    if (group.isInterim) notes.add(interim)
    addTo(sums, currency, netMinor)
    if (netMinor < 0n) further.debits -= netMinor
    else further.credits += netMinor
  }

  function onRecord(record: Bai2Record): void {
    const { code, fields, physicalRecords, place } = record
    if (seen++ === 0 && code !== '01') throw notBai2(file, code === '' ? 'damaged' : code)
    controls.count(code, physicalRecords)
    switch (code) {
      case '01':
        addVersion(versions, fields)
        controls.header(physicalRecords)
        group = noGroup
        account = noAccount
        break
      case '02':
        controls.group(physicalRecords)
        group = {
          status: (fields[2] ?? '').trim(),
          day: shortDay((fields[3] ?? '').trim()),
          currency: (fields[5] ?? '').trim().toUpperCase(),
          isInterim: /^[13]$/.test((fields[6] ?? '').trim()),
        }
        account = noAccount
        if (group.status === '3') notes.add(correction)
        else if (!/^[124]?$/.test(group.status)) notes.add('a group has a status that there is not (1 to 4): its transactions are booked')
        break
      case '03':
        openAccount(record)
        break
      case '16':
        takeTransaction(record)
        break
      case '49':
        controls.accountTrailer(fields)
        proof.close()
        account = { ...account, isOpen: false }
        break
      case '98':
        controls.groupTrailer(fields)
        // Accounts behind it are of a group whose header is missing: not of this one, nor of its day.
        group = noGroup
        break
      case '99':
        controls.fileTrailer(fields)
        break
      default:
        proof.leave()
        book.quarantine(place, { reason: 'field', field: 'record code', expected: '01, 02, 03, 16, 49, 88, 98 or 99' })
    }
  }

  const records = bai2Records(file, onRecord)

  async function* steps(): AsyncGenerator<undefined> {
    yield* readLines(input, text, records.line)
    records.end()
    if (seen === 0) throw notBai2(file, 'none')
    controls.end()
    if (controls.detailsOnly > 0) {
      notes.add(`the control totals of ${controls.detailsOnly} accounts are the net of their transactions, not the sum of all amounts`)
    }
  }

  return bankStream(steps(), book, ids, (): FileSummary => ({
    file,
    format: 'bai2',
    physicalRows: book.physicalRows,
    notBooked: book.notBooked,
    controls: [...tallies.account.results(), ...tallies.group.results(), ...tallies.file.results()],
    figures: {
      encoding: text.encoding(),
      statements,
      ...(versions.size === 0 ? {} : { version: [...versions].join(', ') }),
      unit: 'as-written',
      bookedSums: Object.fromEntries([...sums].map(([currency, minor]) => [currency, `${minor}`])),
      balances: balances.kept,
      further: {
        credits: `${further.credits}`,
        debits: `${further.debits}`,
        ...(further.currencyDefaulted ? { currencyDefaulted: true } : {}),
      },
    },
    notes: [...notes, ...proof.notes(), ...balances.notes()],
  }))
}

/** The last field of a file header: 2 in practically all files. */
function addVersion(versions: Set<string>, fields: readonly string[]): void {
  const version = (fields[7] ?? '').trim()
  if (/^\d{1,2}$/.test(version)) versions.add(`BAI${Number(version)}`)
}

function notBai2(file: string, code: string): HarnessError {
  return new HarnessError('BAD_INPUT', `${file}: line 1: the first record is not a file header 01 but ${code}`, {
    hint: 'expected a BAI2 file',
  })
}
