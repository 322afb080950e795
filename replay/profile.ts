/** Whose account each file of a history is: tenant, merchant, zone, notation. Knows formats by name only. */

import { matchesGlob, posix } from 'node:path'
import { currencyExponent } from '../harness/model/currency.ts'
import { HarnessError } from '../harness/model/errors.ts'
import { isBankFormat } from './formats/bank-formats.ts'
import { isCutOff, isZone } from './formats/instants.ts'
import { ledgerMapProblems, type LedgerMap } from './formats/ledger/ledger-map.ts'
import { historyFormats, type HistoryFormat } from './formats/reading.ts'
import { isPattern } from './sources/is-pattern.ts'

interface AccountOfFile {
  /** A file's name or a glob over names, such as `stripe-*.csv`; the path inside the history's folder, with `/`. */
  readonly file: string
  /** Account id of the canonical records. */
  readonly account: string
  /** IANA zone of the account's days, and of times without an offset. */
  readonly zone: string
  /** `HH:MM`, a quarter of an hour; absent: midnight. */
  readonly cutOff?: string
}

export type FileProfile =
  | (AccountOfFile & {
      readonly format: 'stripe-itemized' | 'stripe-balance-change' | 'stripe-payouts' | 'adyen-settlement'
      /** Another export of this account leads: this one fills what that leaves out, and must not contradict it. */
      readonly fills?: true
      readonly tenant: string
      readonly merchant: string
      /** By account of the rows (Stripe: connected account, Adyen: merchant account), whose they are; rows of others are `merchant`'s. */
      readonly merchants?: Readonly<Record<string, string>>
      readonly decimalSeparator?: '.' | ','
    })
  | (AccountOfFile & { readonly format: 'stripe-api'; readonly tenant: string; readonly merchant: string; readonly fills?: true })
  | (AccountOfFile & {
      readonly format: 'paypal-stl' | 'paypal-trr'
      readonly tenant: string
      readonly merchant: string
      /** By account of a section (SH), whose its rows are; those of others are `merchant`'s. */
      readonly merchants?: Readonly<Record<string, string>>
      /** Digits that PayPal leaves out the point of, where they are not 2: `{ "JPY": 0 }`. */
      readonly exponents?: Readonly<Record<string, number>>
      readonly fills?: true
    })
  | (AccountOfFile & {
      readonly format: 'shopify-orders' | 'shopify-transactions'
      readonly tenant: string
      readonly merchant: string
      readonly decimalSeparator?: '.' | ','
      /** Of transactions: the shop's orders lead. */
      readonly fills?: true
    })
  | (AccountOfFile & {
      readonly format: 'camt053' | 'camt054'
      /** The other message leads: this one fills what that leaves out, and must not contradict it. */
      readonly fills?: true
      readonly tenant: string
      readonly merchant: string
      /** IBAN or other id of the statement's account, for files that hold several; absent: any. */
      readonly statementAccount?: string
    })
  | (AccountOfFile & {
      readonly format: 'mt940' | 'ofx'
      readonly tenant: string
      readonly merchant: string
      /** IBAN or other id of the statement's account, for files that hold several; absent: any. */
      readonly statementAccount?: string
    })
  | (AccountOfFile & {
      readonly format: 'bai2'
      readonly tenant: string
      readonly merchant: string
      /** IBAN or other id of the statement's account, for files that hold several; absent: any. */
      readonly statementAccount?: string
      /** What the bank adds up in its account trailers (49): all amounts of 03 and 16, or the net of its transactions; absent: either. */
      readonly accountTotal?: 'records' | 'details'
    })
  | (AccountOfFile & {
      readonly format: 'ledger-csv'
      /** The tenants that may stand in the file. */
      readonly tenants: readonly string[]
      readonly decimalSeparator?: '.' | ','
      /** Absent: the columns are named as ours are. */
      readonly columns?: LedgerMap
    })

export interface HistoryProfile {
  readonly version: 1
  readonly files: readonly FileProfile[]
}

/** Checks JSON that should be a profile. Throws BAD_CONFIGURATION with every problem and the value seen. */
export function parseHistoryProfile(value: unknown, name: string): HistoryProfile {
  const problems: string[] = []
  const { version, files, ...others } = asObject(value)
  for (const name of Object.keys(others)) problems.push(`${name} is not known; known: version, files`)
  if (version !== 1) problems.push(`version must be 1, got ${shown(version)}`)
  if (!Array.isArray(files) || files.length === 0) problems.push(`files must be a list of at least one, got ${shown(files)}`)
  else for (const [index, entry] of files.entries()) problems.push(...fileProfileProblems(entry, `files[${index}]`))
  // Only of entries that are right is it known who leads.
  if (problems.length === 0) {
    const { files } = value as HistoryProfile
    problems.push(...unledProblems(files), ...shopProblems(files))
  }
  if (problems.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `${name}: not a history profile: ${problems[0]}`, {
      hint: 'a profile names for each file: file, format, account, zone, and tenant and merchant (ledger: tenants)',
      problems,
    })
  }
  return value as HistoryProfile
}

/** The entries of the profile that are about a file, by its path inside the history's folder. */
export function profilesOf(profile: HistoryProfile, path: string): readonly FileProfile[] {
  const plain = profile.files.filter(({ file }) => file === path)
  return plain.length > 0 ? plain : profile.files.filter(({ file }) => isAbout(file, path))
}

/** Whether an entry's `file` means the file of this path, by its name or as a pattern. */
export function isAbout(file: string, path: string): boolean {
  return file === path || (isPattern(file) && matchesGlob(path, file))
}

/** Whether another export of its account leads. */
export function isFilling(entry: FileProfile): boolean {
  return 'fills' in entry
}

const commonFields = ['file', 'format', 'account', 'zone', 'cutOff']
const bankFields = ['tenant', 'merchant', 'statementAccount']
const ownFields: Readonly<Record<HistoryFormat, readonly string[]>> = {
  'stripe-itemized': ['tenant', 'merchant', 'merchants', 'decimalSeparator', 'fills'],
  'stripe-balance-change': ['tenant', 'merchant', 'merchants', 'decimalSeparator', 'fills'],
  'stripe-payouts': ['tenant', 'merchant', 'merchants', 'decimalSeparator', 'fills'],
  'stripe-api': ['tenant', 'merchant', 'fills'],
  'paypal-stl': ['tenant', 'merchant', 'merchants', 'exponents', 'fills'],
  'paypal-trr': ['tenant', 'merchant', 'merchants', 'exponents', 'fills'],
  'adyen-settlement': ['tenant', 'merchant', 'merchants', 'decimalSeparator'],
  'shopify-orders': ['tenant', 'merchant', 'decimalSeparator'],
  'shopify-transactions': ['tenant', 'merchant', 'decimalSeparator', 'fills'],
  camt053: [...bankFields, 'fills'],
  camt054: [...bankFields, 'fills'],
  mt940: bankFields,
  bai2: [...bankFields, 'accountTotal'],
  ofx: bankFields,
  'ledger-csv': ['tenants', 'decimalSeparator', 'columns'],
}

function fileProfileProblems(value: unknown, at: string): string[] {
  const entry = asObject(value)
  const format = historyFormats.find((known) => known === entry['format'])
  if (format === undefined) return [`${at}.format must be one of ${historyFormats.join(', ')}, got ${shown(entry['format'])}`]
  const problems: string[] = []
  const fields = [...commonFields, ...ownFields[format]]
  for (const name of Object.keys(entry)) {
    if (!fields.includes(name)) problems.push(`${at}.${name} is not known for ${format}; known: ${fields.join(', ')}`)
  }
  const required = format === 'ledger-csv' ? ['file', 'account', 'zone'] : ['file', 'account', 'zone', 'tenant', 'merchant']
  for (const name of required) {
    if (typeof entry[name] !== 'string' || entry[name] === '') problems.push(`${at}.${name} must be a text, got ${shown(entry[name])}`)
  }
  const { file, zone, cutOff, decimalSeparator, tenants, statementAccount, exponents, merchants } = entry
  if (typeof file === 'string' && (posix.isAbsolute(file) || posix.normalize(file) !== file)) {
    problems.push(`${at}.file must be a plain path from the profile's folder, such as bank/1.xml, got ${shown(file)}`)
  }
  if (typeof zone === 'string' && !isZone(zone)) problems.push(`${at}.zone must be an IANA zone such as Europe/Berlin, got ${shown(zone)}`)
  if (cutOff !== undefined && !(typeof cutOff === 'string' && isCutOff(cutOff))) {
    problems.push(`${at}.cutOff must be a quarter of an hour such as 22:00, got ${shown(cutOff)}`)
  }
  if (decimalSeparator !== undefined && decimalSeparator !== '.' && decimalSeparator !== ',') {
    problems.push(`${at}.decimalSeparator must be "." or ",", got ${shown(decimalSeparator)}`)
  }
  if (exponents !== undefined) problems.push(...exponentProblems(exponents, `${at}.exponents`))
  if (merchants !== undefined) problems.push(...merchantsProblems(merchants, `${at}.merchants`))
  if (statementAccount !== undefined && typeof statementAccount !== 'string') {
    problems.push(`${at}.statementAccount must be a text, got ${shown(statementAccount)}`)
  }
  if (entry['fills'] !== undefined && entry['fills'] !== true)
    problems.push(`${at}.fills must be true or absent, got ${shown(entry['fills'])}`)
  if (entry['columns'] !== undefined) problems.push(...ledgerMapProblems(entry['columns'], `${at}.columns`))
  if (entry['accountTotal'] !== undefined && entry['accountTotal'] !== 'records' && entry['accountTotal'] !== 'details') {
    problems.push(`${at}.accountTotal must be "records" or "details", got ${shown(entry['accountTotal'])}`)
  }
  const tenantsAreTexts = Array.isArray(tenants) && tenants.length > 0 && tenants.every((tenant) => typeof tenant === 'string')
  if (format === 'ledger-csv' && !tenantsAreTexts) problems.push(`${at}.tenants must be a list of texts, got ${shown(tenants)}`)
  return problems
}

/** A code that no row has would be as good as none: the amounts of another currency would keep their two digits. */
function exponentProblems(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${at} must give currencies their digits, such as { "JPY": 0 }, got ${shown(value)}`]
  }
  return Object.entries(value).flatMap(([code, digits]) => [
    ...(currencyExponent(code) === undefined ? [`${at}: ${shown(code)} is no currency code of ISO 4217 in capitals, such as JPY`] : []),
    ...([0, 1, 2, 3, 4].includes(digits as number) ? [] : [`${at}.${code} must be 0 to 4 digits, got ${shown(digits)}`]),
  ])
}

/** None would be as good as absent, which is a slip rather than a wish. */
function merchantsProblems(value: unknown, at: string): string[] {
  const names = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  if (names.length === 0) return [`${at} must give accounts of the file their merchants, such as { "ShopNL": "shop" }, got ${shown(value)}`]
  return names.flatMap(([account, merchant]) => [
    ...(account.trim() === account && account !== '' ? [] : [`${at}: ${shown(account)} is no account of a row`]),
    ...(typeof merchant === 'string' && merchant !== '' ? [] : [`${at}[${shown(account)}] must be a text, got ${shown(merchant)}`]),
  ])
}

/** Entries that fill what nobody leads: of another account, tenant or merchant by a slip, the same money would count twice. */
function unledProblems(entries: readonly FileProfile[]): string[] {
  const leading = new Set(entries.filter((entry) => !isFilling(entry)).map(sharedAccountOf))
  return entries.flatMap((entry, index) =>
    'tenant' in entry && isFilling(entry) && !leading.has(sharedAccountOf(entry))
      ? [
          `files[${index}].fills: no other export of account ${shown(entry.account)} of ${shown(entry.tenant)}, ${shown(entry.merchant)} leads;` +
            ' give it the account, tenant, merchant and merchants of the export that does, or leave out fills',
        ]
      : [],
  )
}

/** Both exports of one shop tell its sales: without one that fills each would count twice. */
function shopProblems(entries: readonly FileProfile[]): string[] {
  const shopOf = (entry: FileProfile): string => ('tenant' in entry ? JSON.stringify([entry.tenant, entry.merchant]) : '')
  const ofOrders = new Set(entries.filter(({ format }) => format === 'shopify-orders').map(shopOf))
  return entries.flatMap((entry, index) =>
    entry.format === 'shopify-transactions' && !isFilling(entry) && ofOrders.has(shopOf(entry))
      ? [
          `files[${index}]: the transactions of ${shown(entry.merchant)} tell the sales that its orders tell, and each would count twice;` +
            ' give this entry "fills": true and the account of the orders: its refunds are taken, and what sales the orders lack',
        ]
      : [],
  )
}

/** What two exports of the same transactions have in common. */
function sharedAccountOf(entry: FileProfile): string {
  const provider = isBankFormat(entry.format) ? 'bank' : entry.format.split('-')[0]
  const merchants = 'merchants' in entry ? Object.entries(entry.merchants ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)) : []
  return JSON.stringify([provider, entry.account, ...('tenant' in entry ? [entry.tenant, entry.merchant, merchants] : [])])
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80)
}
