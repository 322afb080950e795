/** Dates and times of files to `occurredAt` and `businessDate`. Knows notations and zones, not columns. */

import { businessDay } from '../../harness/model/day.ts'

/** Where an account's days begin and end. */
export interface DayRule {
  /** IANA name. */
  readonly zone: string
  /** `HH:MM`; later instants belong to the next day. */
  readonly cutOff: string
}

const slotMs = 900_000

/**
 * The business day of instants, fast. One answer holds for a quarter of an hour: every zone's offset since 1972 is a
 * multiple of it, and so is every cut-off that we accept (`checkCutOff`).
 */
export function businessDays({ zone, cutOff }: DayRule): (occurredAt: string) => string {
  const days = new Map<number, string>()
  return (occurredAt) => {
    const slot = Math.floor(Date.parse(occurredAt) / slotMs)
    let day = days.get(slot)
    if (day === undefined) {
      day = businessDay(Temporal.Instant.fromEpochMilliseconds(slot * slotMs), zone, cutOff)
      days.set(slot, day)
    }
    return day
  }
}

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
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined
  return existing(`${text.slice(0, 10)}T${text.slice(11)}.000Z`)
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

/** ISO 8601 with `Z` or an offset, or without one in the zone. */
export function isoInstant(text: string, zone: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return existing(text)
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return zonedInstant(text, zone)
  try {
    return milliseconds(Temporal.Instant.from(text.replace(' ', 'T')))
  } catch {
    return undefined
  }
}

/** The first instant of a day in a zone: what a row that has only a date is given. */
export function dayStart(day: string, zone: string): string {
  return milliseconds(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant())
}

function milliseconds(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString()
}

/** 30 February is read as 2 March by `Date`; the round trip tells. */
function existing(text: string): string | undefined {
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString() === text ? text : undefined
}
