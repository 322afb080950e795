/** Reads a record from the JSON of the wire (matching.md §1). Strict: every problem is told; nothing is repaired but references. */

import { currencyExponent } from './currency.ts'
import { isDay } from './day.ts'
import { parseMinor } from './money.ts'
import { kinds, normaliseReference, recordProblems, sides } from './record.ts'
import type { CanonicalRecord, Kind, Presentment, Side } from './record.ts'

export interface FieldProblem {
  /** Name of the field; `record` where the record as a whole is wrong. */
  readonly field: string
  readonly expected: string
  /** The value as it stood, shortened. */
  readonly seen: string
}

export type DecodedRecord =
  | { readonly kind: 'record'; readonly record: CanonicalRecord }
  | { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] }

/** A parsed JSON value as a record, or everything that keeps it from being one. References are normalised (matching.md §1). */
export function decodeRecord(value: unknown): DecodedRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'problems', problems: [{ field: 'record', expected: 'a JSON object', seen: shown(value) }] }
  }
  const wire = value as Fields
  const problems: FieldProblem[] = []
  checkFields(wire, problems)
  if (problems.length > 0) return { kind: 'problems', problems }
  const record = decodeTrustedRecord(wire)
  for (const expected of recordProblems(record)) problems.push({ field: 'record', expected, seen: shown(wire['recordId']) })
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'record', record }
}

/** A record of a file that we wrote ourselves: no check is repeated. Other input goes through `decodeRecord`. */
export function decodeTrustedRecord(wire: Readonly<Record<string, unknown>>): CanonicalRecord {
  const grossMinor = BigInt(wire['grossMinor'] as string)
  const record: Mutable<CanonicalRecord> = {
    tenant: wire['tenant'] as string,
    merchant: wire['merchant'] as string,
    side: wire['side'] as Side,
    source: wire['source'] as string,
    account: wire['account'] as string,
    recordId: wire['recordId'] as string,
    kind: wire['kind'] as Kind,
    grossMinor,
    // Most records have no fee: with equal amounts as one object a million records take 20 MB less.
    feeMinor: wire['feeMinor'] === '0' ? 0n : BigInt(wire['feeMinor'] as string),
    netMinor: wire['netMinor'] === wire['grossMinor'] ? grossMinor : BigInt(wire['netMinor'] as string),
    currency: wire['currency'] as string,
    occurredAt: wire['occurredAt'] as string,
    businessDate: wire['businessDate'] as string,
  }
  for (const name of referenceFields) {
    const reference = normaliseReference(wire[name] as string | undefined)
    if (reference !== undefined) record[name] = reference
  }
  const references = (wire['references'] as readonly string[] | undefined)?.map(normaliseReference).filter((text) => text !== undefined)
  if (references !== undefined && references.length > 0) record.references = references
  if (wire['automatic'] === false) record.automatic = false
  if (wire['presentment'] !== undefined) record.presentment = trustedPresentment(wire['presentment'] as Fields)
  if (wire['status'] !== undefined) record.status = wire['status'] as string
  if (wire['version'] !== undefined) record.version = wire['version'] as number
  return record
}

type Fields = Readonly<Record<string, unknown>>
type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }
type Check = { readonly expected: string; readonly holds: (value: unknown) => boolean }

const referenceFields = ['ref', 'parentRef', 'payoutRef', 'traceRef'] as const

const kindNames: ReadonlySet<unknown> = new Set(kinds)
const sideNames: ReadonlySet<unknown> = new Set(sides)

/** Limits of docs/wire.md. */
const textLengthMax = 512
const referencesMax = 100
const versionMax = 2 ** 31 - 1

const name: Check = { expected: 'text that is not empty', holds: (value) => value !== '' && isText(value) }
const text: Check = { expected: `text of at most ${textLengthMax} characters without U+0000`, holds: isText }
const amount: Check = {
  expected: 'a decimal string of minor units, such as "-1250"',
  holds: (value) => typeof value === 'string' && parseMinor(value) !== undefined,
}
const currency: Check = {
  expected: 'an upper-case ISO 4217 code',
  holds: (value) => typeof value === 'string' && currencyExponent(value) !== undefined,
}

const required: Readonly<Record<string, Check>> = {
  tenant: name,
  merchant: name,
  side: { expected: sides.join(', '), holds: (value) => sideNames.has(value) },
  source: name,
  account: name,
  recordId: name,
  kind: { expected: kinds.join(', '), holds: (value) => kindNames.has(value) },
  grossMinor: amount,
  feeMinor: amount,
  netMinor: amount,
  currency,
  occurredAt: { expected: 'an instant as YYYY-MM-DDTHH:MM:SS.sssZ', holds: isInstant },
  businessDate: { expected: 'a day as YYYY-MM-DD', holds: (value) => typeof value === 'string' && isKnownDay(value) },
}

const optional: Readonly<Record<string, Check>> = {
  ref: text,
  parentRef: text,
  payoutRef: text,
  traceRef: text,
  references: {
    expected: `an array of at most ${referencesMax} texts`,
    holds: (value) => Array.isArray(value) && value.length <= referencesMax && value.every(isText),
  },
  automatic: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
  presentment: { expected: '{ amountMinor, currency, rate }, all texts, rate a decimal', holds: isPresentment },
  status: text,
  version: {
    expected: `a whole number from 0 to ${versionMax}`,
    holds: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= versionMax,
  },
}

const requiredEntries = Object.entries(required)

function checkFields(wire: Fields, problems: FieldProblem[]): void {
  for (const [field, { expected, holds }] of requiredEntries) {
    if (!holds(wire[field])) problems.push({ field, expected, seen: shown(wire[field]) })
  }
  for (const field in wire) {
    if (Object.hasOwn(required, field)) continue
    const check = Object.hasOwn(optional, field) ? optional[field] : undefined
    if (check === undefined) problems.push({ field, expected: 'no such field', seen: shown(wire[field]) })
    else if (!check.holds(wire[field])) problems.push({ field, expected: check.expected, seen: shown(wire[field]) })
  }
  if (wire['references'] !== undefined && wire['kind'] !== 'bank_line') {
    problems.push({ field: 'references', expected: 'none but on a bank_line', seen: shown(wire['references']) })
  }
  if (wire['automatic'] !== undefined && wire['kind'] !== 'payout') {
    problems.push({ field: 'automatic', expected: 'none but on a payout', seen: shown(wire['automatic']) })
  }
}

/** A text that every store can hold: databases refuse U+0000, and half a surrogate pair has no UTF-8. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= textLengthMax && !value.includes('\0') && value.isWellFormed()
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && instantPattern.test(value) && isKnownDay(value.slice(0, 10))
}

/** Days repeat a million times in a history and cost microseconds to prove: each is proved once. Bounded, since input is not trusted. */
const knownDays = new Set<string>()
const knownDaysMax = 10_000

function isKnownDay(day: string): boolean {
  if (knownDays.has(day)) return true
  // ISO 8601 has a year 0; calendars of databases begin with 1.
  if (!isDay(day) || day.startsWith('0000')) return false
  if (knownDays.size < knownDaysMax) knownDays.add(day)
  return true
}

function isPresentment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { amountMinor, currency: code, rate, ...others } = value as Fields
  const rateHolds = typeof rate === 'string' && /^\d{1,12}(?:\.\d{1,12})?$/.test(rate)
  return amount.holds(amountMinor) && currency.holds(code) && rateHolds && Object.keys(others).length === 0
}

function trustedPresentment(fields: Fields): Presentment {
  return {
    amountMinor: BigInt(fields['amountMinor'] as string),
    currency: fields['currency'] as string,
    rate: fields['rate'] as string,
  }
}

const shownMax = 80

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const whole = JSON.stringify(value)
  return whole.length > shownMax ? `${whole.slice(0, shownMax)}…` : whole
}
