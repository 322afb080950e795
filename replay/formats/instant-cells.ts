/** A column of instants, read a minute at a time. Knows no notation: those are in `instants.ts`. */

import type { CsvRow } from './csv-row.ts'
import { ownText } from './own-text.ts'

interface Minute {
  /** Its first second as the file writes it. */
  readonly written: Uint8Array
  /** `2026-01-05T10:15:`; undefined where its first second is none of a minute, or no time at all. */
  readonly begin: string | undefined
  readonly businessDate: string
}

const secondsAt = 17
const writtenMin = 19
const [zero, five, nine, colon] = [0x30, 0x35, 0x39, 0x3a]
const minutesKept = 4_096

/** What stands behind a minute, by second. */
const seconds = Array.from({ length: 60 }, (_, second) => `${String(second).padStart(2, '0')}.000Z`)

/**
 * Cells such as `2026-01-05 10:15:30 +0100`. The seconds of a minute share its offset, its day and all of its text but two digits, so the
 * calendar is asked once a minute.
 */
export class InstantCells {
  readonly #instantOf: (text: string) => string | undefined
  readonly #dayOf: (occurredAt: string) => string
  readonly #minutes = new Map<string, Minute>()
  #last: Minute = { written: new Uint8Array(), begin: undefined, businessDate: '' }
  /** Of the instant that was read last. */
  businessDate = ''

  constructor(instantOf: (text: string) => string | undefined, dayOf: (occurredAt: string) => string) {
    this.#instantOf = instantOf
    this.#dayOf = dayOf
  }

  /** The instant in a cell, and its day in `businessDate`; undefined where it is none. */
  read(row: CsvRow, index: number): string | undefined {
    const { bytes } = row
    const [start, end] = [row.startOf(index), row.endOf(index)]
    const [tens, units] = [bytes[start + secondsAt] ?? 0, bytes[start + secondsAt + 1] ?? 0]
    const isPlain = end - start >= writtenMin && bytes[start + 13] === colon && bytes[start + 16] === colon
    if (!isPlain || tens < zero || tens > five || units < zero || units > nine) return this.#whole(row.cell(index))
    if (!isWritten(this.#last.written, bytes, start, end)) this.#last = this.#minuteOf(row.cell(index))
    const { begin, businessDate } = this.#last
    if (begin === undefined) return this.#whole(row.cell(index))
    this.businessDate = businessDate
    return begin + (seconds[10 * (tens - zero) + units - zero] ?? '')
  }

  #whole(text: string): string | undefined {
    const occurredAt = this.#instantOf(text)
    if (occurredAt !== undefined) this.businessDate = this.#dayOf(occurredAt)
    return occurredAt
  }

  #minuteOf(text: string): Minute {
    const written = ownText(`${text.slice(0, secondsAt)}00${text.slice(secondsAt + 2)}`)
    let minute = this.#minutes.get(written)
    if (minute === undefined) {
      const first = this.#instantOf(written)
      // Offsets had seconds once: a minute there is none here.
      const isWhole = first?.endsWith(':00.000Z') === true
      minute = {
        written: Buffer.from(written),
        begin: isWhole ? first.slice(0, secondsAt) : undefined,
        businessDate: isWhole ? this.#dayOf(first) : '',
      }
      if (this.#minutes.size >= minutesKept) this.#minutes.clear()
      this.#minutes.set(written, minute)
    }
    return minute
  }
}

/** Whether a cell is of a minute: the same but for its seconds. */
function isWritten(written: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (written.length !== end - start) return false
  for (let at = 0; at < written.length; at++) {
    if (written[at] !== bytes[start + at] && at !== secondsAt && at !== secondsAt + 1) return false
  }
  return true
}
