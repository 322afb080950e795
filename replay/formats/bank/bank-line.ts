/** One entry of a bank statement as a bank line, whatever format told it. Knows no notation. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import type { DayRule } from '../instants.ts'
import { withoutTaxNumbers } from '../personal/tax-numbers.ts'
import { referencesOf } from './references.ts'

export interface BankAccount extends DayRule {
  readonly tenant: string
  readonly merchant: string
  readonly account: string
  /** Whether the profile names the one statement account that this is. */
  readonly isNamed?: boolean
}

/** Whose account a statement is, by its IBAN or other id; undefined: nobody's that we know. */
export type BankAccountOf = (statementAccount: string) => BankAccount | undefined

/** A bank line whose record id waits for the rest of the file. */
export interface PendingLine {
  /** With an empty id. */
  readonly record: CanonicalRecord
  /** What the id is made of. */
  readonly movement: BankMovement
  /** Whose line it is as its statement says, where the profile does not say it: several may be one account of the profile. */
  readonly statementAccount: string
  /** Where it stands, for lines that may still be refused once they have their ids. */
  readonly place?: RowPlace
}

export interface RowPlace {
  readonly line: number
  readonly column: number
  readonly byteOffset: number
  readonly byteLength: number
}

export interface BankMovement {
  readonly currency: string
  /** Money in is positive. */
  readonly netMinor: bigint
  /** The bank's own id of the entry; counts where no other entry of its statement has it. */
  readonly bankReference?: string
  /** Number of its statement in the file, where there is a `bankReference`. */
  readonly statement?: number
  /** An id that counts only where it is unique inside the account and file. */
  readonly entryReference?: string
  /** Ids that the format names as such. */
  readonly references: readonly string[]
  /** Free text for the receiver: its words with a digit are references too, and nothing else of it is kept. */
  readonly remittance: readonly string[]
}

export function bankLine(
  movement: BankMovement,
  account: BankAccount,
  statementAccount: string,
  occurredAt: string,
  businessDate: string,
): PendingLine {
  const { currency, netMinor } = movement
  // Only Brazilian banks write such numbers; of all other ids of 11 digits one in a hundred looks like one.
  const remittance = currency === 'BRL' ? movement.remittance.map(withoutTaxNumbers) : movement.remittance
  const references = referencesOf(movement.references, remittance)
  return {
    movement,
    statementAccount: account.isNamed === true ? '' : plainAccount(statementAccount),
    record: {
      tenant: account.tenant,
      merchant: account.merchant,
      side: 'bank',
      source: 'bank',
      account: account.account,
      recordId: '',
      kind: 'bank_line',
      ...(references.length === 0 ? {} : { references }),
      grossMinor: netMinor,
      feeMinor: 0n,
      netMinor,
      currency,
      occurredAt,
      businessDate,
    },
  }
}

/** Banks write one account with blanks or without, and with its currency or without. */
function plainAccount(statementAccount: string): string {
  return statementAccount
    .replaceAll(/\s/g, '')
    .toUpperCase()
    .replace(/(?<=\d)[A-Z]{3}$/, '')
}
