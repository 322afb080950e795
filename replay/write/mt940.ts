/** Customer statements MT940 and interim reports MT942 of one account: one a business day, with the German `:86:` (formats.md §7). */

import { absoluteMinor } from '../../harness/model/money.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { DayByDay, majorUnits, type FormatWriter, type WrittenAccount } from './format-writer.ts'

/** Characters of a line of `:86:`, and of one of its subfields. */
const lineChars = 65
const subfieldChars = 27
/** Characters of the customer's reference in `:61:`. */
const referenceChars = 16

export function mtWriter(message: 'mt940' | 'mt942', { statementAccount, currency, sender }: WrittenAccount): FormatWriter {
  let number = 0
  let openingMinor = 0n
  const days = new DayByDay((day, records) => {
    number++
    const closingMinor = records.reduce((sum, { netMinor }) => sum + netMinor, openingMinor)
    const head = [`:20:${shortDay(day)}${number}`, `:25:${statementAccount}`, `:28C:${number}/1`]
    const lines = records.map((record) => statementLine(record, currency, sender))
    const text =
      message === 'mt940'
        ? [...head, balance('60F', openingMinor, day, currency), ...lines, balance('62F', closingMinor, day, currency), '-\n']
        : [...head, `:34F:${currency}0,`, ...lines, count('90D', records, -1, currency), count('90C', records, 1, currency), '-\n']
    openingMinor = closingMinor
    return text.join('\n')
  })
  return { begin: () => '', add: (record) => days.add(record), end: () => days.flush() }
}

function statementLine(record: CanonicalRecord, currency: string, sender: string): string {
  const { recordId, netMinor, businessDate, references = [] } = record
  const day = shortDay(businessDate)
  const mark = netMinor < 0n ? 'D' : 'C'
  const owner = ownerReference(references) ?? 'NONREF'
  const amount = commaAmount(absoluteMinor(netMinor), currency)
  const line = `:61:${day}${day.slice(2)}${mark}${amount}NTRF${owner}//${recordId}`
  return `${line}\n${details(`SVWZ+${sender} ${references.join(' ')}`, sender)}`
}

/** The first reference, where it is short enough to stand in the line itself. */
export function ownerReference(references: readonly string[]): string | undefined {
  const [first] = references
  return first === undefined || first.length > referenceChars ? undefined : first
}

/** Subfields are cut at their length, in the middle of words; so are the lines. */
function details(purpose: string, sender: string): string {
  const pieces = cut(purpose, subfieldChars).map((piece, index) => `?${21 + index}${piece}`)
  return cut(`:86:166?00CREDIT?20EREF+NOTPROVIDED${pieces.join('')}?32${sender}`.slice(4), lineChars)
    .map((line, index) => (index === 0 ? `:86:${line}` : line))
    .join('\n')
}

function cut(text: string, chars: number): string[] {
  return Array.from({ length: Math.ceil(text.length / chars) }, (_, index) => text.slice(index * chars, (index + 1) * chars))
}

function balance(tag: string, minor: bigint, day: string, currency: string): string {
  return `:${tag}:${minor < 0n ? 'D' : 'C'}${shortDay(day)}${currency}${commaAmount(absoluteMinor(minor), currency)}`
}

function count(tag: string, records: readonly CanonicalRecord[], sign: 1 | -1, currency: string): string {
  const wanted = records.filter(({ netMinor }) => (sign === 1 ? netMinor >= 0n : netMinor < 0n))
  const sum = wanted.reduce((total, { netMinor }) => total + absoluteMinor(netMinor), 0n)
  return `:${tag}:${wanted.length}${currency}${commaAmount(sum, currency)}`
}

/** A comma, also where nothing follows it. */
function commaAmount(minor: bigint, currency: string): string {
  const text = majorUnits(minor, currency)
  return text.includes('.') ? text.replace('.', ',') : `${text},`
}

function shortDay(day: string): string {
  return day.slice(2).replaceAll('-', '')
}
