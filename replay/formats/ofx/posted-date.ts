/** Dates of OFX, `YYYYMMDD[HHMM[SS[.XXX]]][[offset:zone]]`, to a day or an instant (formats.md §9). */

import type { Booked } from '../bank/bank-book.ts'
import { zonedInstant } from '../instants.ts'

/** Dates that are remembered: banks write a few, again and again. */
const datesMax = 10_000

/** Reads dates, each text once. */
export function postedDates(): (text: string) => Booked | undefined {
  const known = new Map<string, Booked | undefined>()
  return (text) => {
    if (known.has(text)) return known.get(text)
    const booked = readPostedDate(text)
    if (known.size < datesMax) known.set(text, booked)
    return booked
  }
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
