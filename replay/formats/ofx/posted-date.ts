/** Dates of OFX, `YYYYMMDD[HHMM[SS[.XXX]]][[offset:zone]]`, to a day or an instant (formats.md §9). */

import type { Booked } from '../bank/bank-book.ts'
import { zonedInstant } from '../instants.ts'
import { ownText } from '../own-text.ts'

/** Dates that are remembered: banks write a few, again and again. */
const datesMax = 10_000

/** Reads dates, each text once. */
export function postedDates(): (text: string) => Booked | undefined {
  const known = new Map<string, Booked | undefined>()
  const readOnce = (text: string): Booked | undefined => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before
    const booked = readPostedDate(text)
    if (known.size < datesMax) known.set(ownText(text), booked)
    return booked
  }
  const timeOfHour = timesOfHours(readOnce)
  return (text) => timeOfHour(text) ?? readOnce(text)
}

/**
 * `YYYYMMDDHHMMSS[offset]` by the beginning of its hour, which few dates ask the calendar for: minutes and seconds are the same in UTC where
 * the offset is whole hours. Undefined for any other date.
 */
function timesOfHours(read: (text: string) => Booked | undefined): (text: string) => Booked | undefined {
  let [hour, offset, utcHour] = ['', '', '']
  return (text) => {
    if (text.charCodeAt(14) !== 0x5b || !isSixtieth(text, 10) || !isSixtieth(text, 12)) return undefined
    if (!text.startsWith(hour) || !text.endsWith(offset) || text.length !== 14 + offset.length || hour === '') {
      ;[hour, offset] = [text.slice(0, 10), text.slice(14)]
      const begin = read(`${hour}0000${offset}`)
      const utc = begin?.kind === 'instant' ? begin.instantIn('UTC') : undefined
      utcHour = utc?.endsWith(':00:00.000Z') === true && utc.length === 24 && isOffset(offset) ? utc.slice(0, 13) : ''
    }
    if (utcHour === '') return undefined
    const minutesOn = `:${text.slice(10, 12)}:${text.slice(12, 14)}.000Z`
    const instant = utcHour + minutesOn
    return { kind: 'instant', instantIn: () => instant }
  }
}

/** Two digits below sixty. */
function isSixtieth(text: string, at: number): boolean {
  const [tens, ones] = [text.charCodeAt(at) - 0x30, text.charCodeAt(at + 1) - 0x30]
  return tens >= 0 && tens <= 5 && ones >= 0 && ones <= 9
}

/** Whether it names an offset and not a zone alone, whose times depend on the account's. */
function isOffset(text: string): boolean {
  return /^\[\s*[+-]?\d/.test(text)
}

const pattern =
  /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\.(\d{1,3})\d*)?)?)?\s*(?:\[\s*(?:([+-]?)(\d{1,2})(?:[.:](\d{1,2})|(\d{2}))?\s*)?(?::?[^\d\]]*)\])?$/

/**
 * A day alone is that day, whatever offset stands behind it. A time without an offset (or with the name of a zone alone) is one of the account's zone: the
 * standard says GMT, but banks write 000000 and 120000 for "that day" and mean their own. Undefined for what is no date.
 */
function readPostedDate(text: string): Booked | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, year = '', month = '', day = '', hours, minutes = '', seconds = '00', fraction = '', sign, offsetHours, part, minutePart] = match
  const date = `${year}-${month}-${day}`
  if (hours === undefined) return { kind: 'day', day: date }
  const time = `${hours}:${minutes}:${seconds}.${fraction.padEnd(3, '0')}`
  if (offsetHours === undefined) {
    const instants = new Map<string, string | undefined>()
    const instantIn = (zone: string): string | undefined => {
      if (!instants.has(zone)) instants.set(zone, zonedInstant(`${date} ${time}`, zone))
      return instants.get(zone)
    }
    return { kind: 'instant', instantIn }
  }
  const offsetMinutes = minutesOf(offsetHours, part ?? minutePart)
  if (offsetMinutes === undefined) return undefined
  const instant = utcOf(`${date}T${time}Z`, sign === '-' ? -offsetMinutes : offsetMinutes)
  return instant === undefined ? undefined : { kind: 'instant', instantIn: () => instant }
}

/** `-3.5` is half an hour, and so are `+5.30` and `+0530`: the standard has decimals, some banks write minutes, and no zone is 18 minutes off. */
const fractionMinutes: ReadonlyMap<string, number> = new Map([
  ['0', 0],
  ['00', 0],
  ['5', 30],
  ['50', 30],
  ['3', 30],
  ['30', 30],
  ['25', 15],
  ['15', 15],
  ['75', 45],
  ['45', 45],
])

function minutesOf(hours: string, fraction: string | undefined): number | undefined {
  const minutes = fraction === undefined ? 0 : fractionMinutes.get(fraction)
  return minutes === undefined || Number(hours) > 14 ? undefined : Number(hours) * 60 + minutes
}

function utcOf(localAsUtc: string, offsetMinutes: number): string | undefined {
  const at = Date.parse(localAsUtc)
  // 30 February is read as 2 March: the round trip tells.
  if (Number.isNaN(at) || new Date(at).toISOString() !== localAsUtc) return undefined
  return new Date(at - offsetMinutes * 60_000).toISOString()
}
