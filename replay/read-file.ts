/** One file through the reader of its format, under its profile entries. */

import { HarnessError } from '../harness/model/errors.ts'
import { isBankFormat, streamBankFile, type BankFormat } from './formats/bank-formats.ts'
import type { BankAccount } from './formats/bank/bank-line.ts'
import type { SeenStatements } from './formats/camt/repeated-statements.ts'
import { streamLedgerFile } from './formats/ledger-formats.ts'
import { isProcessorFormat, streamProcessorFile } from './formats/processor-formats.ts'
import type { FileInput } from './formats/reading.ts'
import type { RecordStream } from './formats/record-stream.ts'
import type { Admit } from './formats/same-transactions.ts'
import type { FileProfile } from './profile.ts'

/** Several entries are for bank statements of several accounts in one file; anything else has exactly one. */
export function streamHistoryFile(input: FileInput, profiles: readonly FileProfile[], admit?: Admit, seen?: SeenStatements): RecordStream {
  const [profile] = profiles
  if (profile === undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `${input.file}: no entry of the profile is about this file`, {
      hint: 'add an entry with its file, format, account, zone, tenant and merchant',
    })
  }
  const mixed = profiles.some(({ format }) => format !== profile.format)
  if (mixed || (profiles.length > 1 && !isBankFormat(profile.format))) {
    throw new HarnessError('BAD_CONFIGURATION', `${input.file}: ${profiles.length} entries of the profile are about this file`, {
      hint: 'only bank files may have several entries, one for each statementAccount',
    })
  }
  if (new Set(profiles.map((entry) => 'fills' in entry)).size > 1) {
    throw new HarnessError('BAD_CONFIGURATION', `${input.file}: one entry of the profile leads and another fills`, {
      hint: 'give fills to all entries of the file, or to none',
    })
  }
  if (isBankFormat(profile.format)) {
    const accountTotal = 'accountTotal' in profile ? profile.accountTotal : undefined
    return streamBankFile(input, profile.format, bankAccounts(profiles), 'unique', accountTotal, admit, seen)
  }
  return streamProfiled(input, profile, admit)
}

function streamProfiled(input: FileInput, profile: FileProfile, admit?: Admit): RecordStream {
  const { format, zone, cutOff = '24:00', account } = profile
  const decimalSeparator = 'decimalSeparator' in profile ? (profile.decimalSeparator ?? '.') : '.'
  const rules = { zone, cutOff, account, decimalSeparator }
  if (profile.format === 'ledger-csv') {
    return streamLedgerFile(input, profile.format, { ...rules, tenants: profile.tenants }, { map: profile.columns })
  }
  if (profile.format === 'shopify-orders' || profile.format === 'shopify-transactions') {
    return streamLedgerFile(input, profile.format, { ...rules, tenants: [profile.tenant] }, { owner: profile, admit })
  }
  if (isProcessorFormat(format) && 'tenant' in profile) {
    const exponents = 'exponents' in profile ? (profile.exponents ?? {}) : {}
    const { tenant, merchant } = profile
    const merchants = 'merchants' in profile && profile.merchants !== undefined ? { merchants: profile.merchants } : {}
    return streamProcessorFile(input, format, { ...rules, tenant, merchant, ...merchants, exponents }, admit)
  }
  throw new Error(`no reader of ${format}`)
}

/** Narrows a profile by its format, which a plain test of the format cannot. */
function isBankProfile(profile: FileProfile): profile is Extract<FileProfile, { format: BankFormat }> {
  return isBankFormat(profile.format)
}

/** The same object for the same account each time, so that readers can keep what they know of it. */
function bankAccounts(profiles: readonly FileProfile[]): (statementAccount: string) => BankAccount | undefined {
  const accounts = new Map<string | undefined, BankAccount>()
  for (const profile of profiles) {
    if (!isBankProfile(profile)) continue
    const { tenant, merchant, account, zone, cutOff = '24:00', statementAccount } = profile
    accounts.set(statementAccount, { tenant, merchant, account, zone, cutOff, isNamed: statementAccount !== undefined })
  }
  return (statementAccount) => accounts.get(statementAccount) ?? accounts.get(undefined)
}
