/** Dates and times of files to `occurredAt` and `businessDate`. Knows notations and zones, not columns. */

import { businessDay, isDay } from '../../harness/model/day.ts'

/** Where an account's days begin and end. */
export interface DayRule {
  /** IANA name. */
  readonly zone: string
  /** `HH:MM`; later instants belong to the next day. */
  readonly cutOff: string
}

/** Quarters of an hour that are remembered: more than a year of them. */
const quartersMax = 50_000

/**
 * The business day of instants (`YYYY-MM-DDTHH:MM:SS.sssZ`), fast. One answer holds for a quarter of an hour: every zone's offset
 * since 1972 is a multiple of it, and so is every cut-off that we accept (`checkCutOff`).
 */
export function businessDays({ zone, cutOff }: DayRule): (occurredAt: string) => string {
  const days = new Map<string, string>()
  // Times mostly follow each other: no text is made of one in the quarter of the last.
  let [lastHour, lastMinute, lastDay] = ['', '', '']
  return (occurredAt) => {
    const minute = quarterMinute(occurredAt)
    if (minute === lastMinute && occurredAt.startsWith(lastHour)) return lastDay
    const hour = occurredAt.slice(0, 13)
    const slot = `${hour}:${minute}`
    let day = days.get(slot)
    if (day === undefined) {
      day = businessDay(Temporal.Instant.from(`${slot}:00Z`), zone, cutOff)
      if (days.size >= quartersMax) days.clear()
      days.set(slot, day)
    }
    ;[lastHour, lastMinute, lastDay] = [hour, minute, day]
    return day
  }
}

/** The quarter of an hour that a time lies in, as text: `2026-01-05T10:15`. */
function quarterOf(time: string): string {
  return `${time.slice(0, 13)}:${quarterMinute(time)}`
}

/** The minute that its quarter begins with. Times to the millisecond have one shape, so no clock is asked. */
function quarterMinute(time: string): string {
  const minute = 10 * (time.charCodeAt(14) - zero) + time.charCodeAt(15) - zero
  return minute < 15 ? '00' : minute < 30 ? '15' : minute < 45 ? '30' : '45'
}

const zero = 0x30

/** Whether a cut-off is a quarter of an hour of a day, or `24:00` (none). */
export function isCutOff(text: string): boolean {
  return text === '24:00' || /^(?:[01]\d|2[0-3]):(?:00|15|30|45)$/.test(text)
}

export function isZone(text: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
    return true
  } catch {
    return false
  }
}

/** `YYYY-MM-DD HH:MM:SS` in UTC to `YYYY-MM-DDTHH:MM:SS.000Z`; undefined if there is no such time. */
export function utcInstant(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text)) return undefined
  const day = text.slice(0, 10)
  return isKnownDay(day) ? `${day}T${text.slice(11)}.000Z` : undefined
}

/** Days repeat from row to row; few of them fill the memory of a file. */
const knownDays = new Map<string, boolean>()
const knownDaysMax = 20_000

function isKnownDay(day: string): boolean {
  const known = knownDays.get(day)
  if (known !== undefined) return known
  if (knownDays.size >= knownDaysMax) knownDays.clear()
  const exists = isDay(day)
  knownDays.set(day, exists)
  return exists
}

/** The same in a zone. Of an hour that comes twice in autumn, the first; the text cannot say which. */
export function zonedInstant(text: string, zone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?$/.test(text)) return undefined
  try {
    const local = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' })
    return milliseconds(local.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant())
  } catch {
    return undefined
  }
}

/**
 * `zonedInstant` for many texts, fast: within a quarter of an hour of local time the offset is one, since clocks are changed on quarters.
 */
export function zonedInstants(zone: string): (text: string) => string | undefined {
  const offsets = new Map<string, number>()
  return (text) => {
    if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return zonedInstant(text, zone)
    const utc = utcInstant(text)
    if (utc === undefined) return undefined
    const slot = quarterOf(utc)
    let offsetMs = offsets.get(slot)
    if (offsetMs === undefined) {
      const begin = `${slot}:00`
      offsetMs = Date.parse(zonedInstant(begin, zone) ?? `${begin}Z`) - Date.parse(`${begin}Z`)
      if (offsets.size >= quartersMax) offsets.clear()
      offsets.set(slot, offsetMs)
    }
    return new Date(Date.parse(utc) + offsetMs).toISOString()
  }
}

/** What nearly all times look like, in years that no offset moves out of four digits: arithmetic is enough for them. */
const usualIso = /^(?:19|20)\d\d-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-8]):[0-5]\d)$/

/** ISO 8601 with `Z` or an offset, or without one in the zone. */
export function isoInstant(text: string, zone: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(text)) return isKnownDay(text.slice(0, 10)) ? text : undefined
  if (usualIso.test(text)) {
    if (text.length === 20) return isKnownDay(text.slice(0, 10)) ? `${text.slice(0, 19)}.000Z` : undefined
    return offsetInstant(text.slice(0, 19), text.slice(19))
  }
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return zonedInstant(text, zone)
  try {
    return milliseconds(Temporal.Instant.from(text.replace(' ', 'T')))
  } catch {
    return undefined
  }
}

/** `YYYY-MM-DD HH:MM:SS` (or `T`) and an offset such as `-08:00`, or `Z`; undefined if there is no such time. */
export function offsetInstant(text: string, offset: string): string | undefined {
  const utc = utcInstant(text.replace('T', ' '))
  if (utc === undefined || offset === 'Z') return utc
  if (!/^[+-](?:0\d|1[0-8]):[0-5]\d$/.test(offset)) return undefined
  // Whole hours leave the minutes as they are, and one hour is like another row's: only the first of an hour asks the calendar.
  if (offset.endsWith('00')) return shiftedHour(utc.slice(0, 13), offset) + utc.slice(13)
  return shifted(utc, offset)
}

let lastHour: { readonly hour: string; readonly offset: string; readonly shifted: string } | undefined

function shiftedHour(hour: string, offset: string): string {
  if (lastHour?.hour !== hour || lastHour.offset !== offset) {
    lastHour = { hour, offset, shifted: shifted(`${hour}:00:00.000Z`, offset).slice(0, 13) }
  }
  return lastHour.shifted
}

function shifted(utc: string, offset: string): string {
  const minutes = 60 * Number(offset.slice(1, 3)) + Number(offset.slice(4))
  return new Date(Date.parse(utc) - (offset.startsWith('-') ? -minutes : minutes) * 60_000).toISOString()
}

/** The first instant of a day in a zone: what a row that has only a date is given. */
export function dayStart(day: string, zone: string): string {
  return milliseconds(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant())
}

function milliseconds(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString()
}
