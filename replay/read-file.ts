/** One file through the reader of its format, under its profile entries. */

import { HarnessError } from '../harness/model/errors.ts'
import { readCamt053, type BankAccount } from './formats/camt053.ts'
import { readLedgerCsv } from './formats/ledger-csv.ts'
import type { FileInput, FileReading } from './formats/reading.ts'
import { readStripeItemized } from './formats/stripe-itemized.ts'
import type { FileProfile } from './profile.ts'

/** Several entries are for bank statements of several accounts in one file; anything else has exactly one. */
export async function readHistoryFile(input: FileInput, profiles: readonly FileProfile[]): Promise<FileReading> {
  const [profile] = profiles
  if (profile === undefined) {
    throw new HarnessError('BAD_CONFIGURATION', `${input.file}: no entry of the profile is about this file`, {
      hint: 'add an entry with its file, format, account, zone, tenant and merchant',
    })
  }
  const mixed = profiles.some(({ format }) => format !== profile.format)
  if (mixed || (profiles.length > 1 && profile.format !== 'camt053')) {
    throw new HarnessError('BAD_CONFIGURATION', `${input.file}: ${profiles.length} entries of the profile are about this file`, {
      hint: 'only camt053 files may have several entries, one for each statementAccount',
    })
  }
  const day = { zone: profile.zone, cutOff: profile.cutOff ?? '24:00' }
  if (profile.format === 'camt053') return readCamt053(input, bankAccounts(profiles))
  const { account, decimalSeparator = '.' } = profile
  if (profile.format === 'ledger-csv') return readLedgerCsv(input, { ...day, account, tenants: profile.tenants, decimalSeparator })
  const { tenant, merchant } = profile
  return readStripeItemized(input, { ...day, tenant, merchant, account, decimalSeparator })
}

/** The same object for the same account each time, so that readers can keep what they know of it. */
function bankAccounts(profiles: readonly FileProfile[]): (statementAccount: string) => BankAccount | undefined {
  const accounts = new Map<string | undefined, BankAccount>()
  for (const profile of profiles) {
    if (profile.format !== 'camt053') continue
    const { tenant, merchant, account, zone, cutOff = '24:00', statementAccount } = profile
    accounts.set(statementAccount, { tenant, merchant, account, zone, cutOff })
  }
  return (statementAccount) => accounts.get(statementAccount) ?? accounts.get(undefined)
}
