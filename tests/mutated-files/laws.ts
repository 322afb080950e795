/** What must be true of a file with one change, beside the same file without it. Pure; harm comes back as sentences. */

import { HarnessError } from '../../harness/model/errors.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import type { FileReading } from '../../replay/formats/reading.ts'
import type { Mutation, Splice } from './mutations.ts'
import type { RealFile } from './real-files.ts'
import { reached } from './row-spans.ts'

/** What is true of any bytes at all: each row is somewhere, and what is said of it lies inside of the file. */
export function harmOfAny(reading: FileReading, byteLength: number): string[] {
  const { records, quarantined, notBooked, physicalRows } = reading
  const harm: string[] = []
  if (records.length + quarantined.length + notBooked !== physicalRows) {
    harm.push(`${records.length} records, ${quarantined.length} quarantined and ${notBooked} not booked are not ${physicalRows} rows`)
  }
  const outside = quarantined.filter(
    (row) => row.byteOffset < 0 || row.byteLength <= 0 || row.byteOffset + row.byteLength > byteLength || row.line < 1,
  )
  if (outside.length > 0) harm.push(`line ${outside[0]?.line} is quarantined at bytes that the file has not`)
  if (records.some(({ grossMinor, feeMinor, netMinor }) => grossMinor - feeMinor !== netMinor)) harm.push('a record is not gross less fee')
  if (new Set(records.map(({ recordId }) => recordId)).has('')) harm.push('a record has no id')
  return harm
}

/** A refusal names the file, and where or what in one short line. */
export function harmOfRefusal({ message }: HarnessError): string[] {
  const isClear = message.startsWith('file: ') && message.length < 600 && !/\p{Cc}/u.test(message)
  return isClear ? [] : [`is refused, but not clearly: ${JSON.stringify(message)}`]
}

/** Formats whose rows stand inside of brackets: one that is not closed takes the file with it. */
const bracketed = ['camt053', 'camt054', 'stripe-api']

/** What one change did beyond the rows that it reached, and whether rows are gone and nothing says so. */
export function harmOfChange(file: RealFile, mutation: Mutation, splice: Splice, mutated: FileReading | HarnessError): string[] {
  const { reading, spans, text } = file
  if (reading === undefined || spans.length === 0 || !isAscii(text)) return []
  // A quote that is open as it is, and another: that is two changes, and what stands between is one cell.
  if (reading.quarantined.some(({ reason }) => reason === 'quoting') && Buffer.from(splice.insert).includes('"')) return []
  const { rows, outside } = reached(spans, text, splice)
  // A bracket of that kind holds whatever follows.
  if (outside || Buffer.from(splice.insert).includes('<![CDATA[')) return []
  if (mutated instanceof HarnessError) {
    const mayRefuse = bracketed.includes(reading.format) || rows.includes(spans.length - 1)
    return mayRefuse ? [] : [`one row is changed and the whole file refused: ${mutated.message}`]
  }
  const [before, after] = [reading.records.map(money), mutated.records.map(money)]
  const same = commonEnds(before, after)
  const harm: string[] = []
  const changed = Math.max(rows.length, rowsSwallowed(file, splice, mutated))
  if (before.length - same > changed) harm.push(`${changed} rows are changed, and ${before.length - same} records with them`)
  // One row may have become two, and one is doubled.
  if (after.length - same > rows.length + 1) harm.push(`${rows.length} rows are changed, and ${after.length - same} records are new`)
  const removed = rowsLostIn(spans, mutation, splice)
  if (mutated.physicalRows < reading.physicalRows - removed && !tells(reading, mutated, splice)) {
    harm.push(`${reading.physicalRows - removed} rows became ${mutated.physicalRows}, and nothing tells`)
  }
  if (mutation.kind === 'rows-swapped' && before.toSorted().join('\n') !== after.toSorted().join('\n')) {
    harm.push('rows that have changed places are other rows')
  }
  if (mutation.kind === 'digit-to-letter' && before.length === after.length) {
    const [old, now] = [reading, mutated].map(({ records }) => records[commonStart(before, after)])
    const isOther = old !== undefined && now !== undefined && amounts(old) !== amounts(now)
    if (isOther && !tells(reading, mutated, splice))
      harm.push(`a letter in a number made ${amounts(now)} of ${amounts(old)}, and nothing tells`)
  }
  return harm
}

function isAscii(text: string): boolean {
  return !/[\0\x80-\xff]/.test(text)
}

function amounts({ currency, grossMinor, feeMinor, netMinor }: CanonicalRecord): string {
  return `${currency} ${grossMinor} ${feeMinor} ${netMinor}`
}

function money(record: CanonicalRecord): string {
  return `${record.kind} ${amounts(record)} ${record.occurredAt} ${record.businessDate}`
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at++
  return at
}

/** How many are the same from the beginning, and then from the end. */
function commonEnds(one: readonly string[], other: readonly string[]): number {
  const start = commonStart(one, other)
  return start + commonStart(one.slice(start).toReversed(), other.slice(start).toReversed())
}

/** Rows that are gone whole, and borders that are gone: of two rows without what stood between, one may be left that nothing is wrong with. */
function rowsLostIn(spans: RealFile['spans'], { kind }: Mutation, { start, end, insert }: Splice): number {
  if (insert.length > 0 || kind === 'line-end') return 0
  const whole = spans.filter((span) => span.start >= start && span.end <= end).length
  const borders = spans.filter((span, at) => at > 0 && (spans[at - 1]?.end ?? 0) >= start && span.start < end).length
  return Math.max(whole, borders)
}

/** Rows that one broken row has swallowed: where rows are never closed, nothing says where the next should have begun. */
function rowsSwallowed(file: RealFile, { start, end, insert }: Splice, after: FileReading): number {
  if (file.reading?.format !== 'ofx') return 0
  const grown = insert.length - (end - start)
  const within = after.quarantined.filter(
    ({ byteOffset, byteLength }) => byteOffset <= start + insert.length && byteOffset + byteLength >= start,
  )
  return Math.max(
    0,
    ...within.map(
      (row) => file.spans.filter((span) => span.end > row.byteOffset && span.start < row.byteOffset + row.byteLength - grown).length,
    ),
  )
}

/** The row stands in the quarantine, or a total fails, or there is another note. */
function tells(before: FileReading, after: FileReading, { start, insert }: Splice): boolean {
  const failed = ({ controls }: FileReading): number => controls.reduce((sum, control) => sum + control.failed, 0)
  const reachesIt = ({ byteOffset, byteLength }: { readonly byteOffset: number; readonly byteLength: number }): boolean =>
    byteOffset <= start + insert.length && byteOffset + byteLength >= start
  return (
    after.quarantined.some(reachesIt) ||
    after.quarantined.length > before.quarantined.length ||
    failed(after) > failed(before) ||
    // A total that fails as it is cannot say more.
    (failed(before) > 0 && failed(after) > 0) ||
    after.notes.some((note) => !before.notes.includes(note))
  )
}
