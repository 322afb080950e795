/** Calendar days as `YYYY-MM-DD` text: ordered by text order, with arithmetic through Temporal. */

/** Whether the text is a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** The day of an instant in an IANA zone; a cut-off such as `22:00` moves later instants to the next day (matching.md §1). */
export function businessDay(instant: Temporal.Instant, zone: string, cutOff = '24:00'): string {
  const local = instant.toZonedDateTimeISO(zone)
  const day = local.toPlainDate()
  if (cutOff === '24:00') return day.toString()
  const late = Temporal.PlainTime.compare(local.toPlainTime(), Temporal.PlainTime.from(cutOff)) >= 0
  return (late ? day.add({ days: 1 }) : day).toString()
}
