/** Instants as local times with their offsets, fast: one answer holds for a quarter of an hour. Knows no format. */

export interface LocalTime {
  /** `YYYY-MM-DDTHH:MM:SS` in the zone. */
  readonly text: string
  /** `+01:00` */
  readonly offset: string
}

/** Quarters that are remembered: a few months of them. */
const quartersMax = 20_000

/** Every zone's offset since 1972 is a multiple of a quarter of an hour. */
export function localTimes(zone: string): (occurredAt: string) => LocalTime {
  const offsets = new Map<number, string>()
  return (occurredAt) => {
    const ms = Date.parse(occurredAt)
    const quarter = Math.floor(ms / 900_000)
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      if (offsets.size >= quartersMax) offsets.clear()
      offset = Temporal.Instant.fromEpochMilliseconds(quarter * 900_000).toZonedDateTimeISO(zone).offset
      offsets.set(quarter, offset)
    }
    const minutes = (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)))
    return { text: new Date(ms + minutes * 60_000).toISOString().slice(0, 19), offset }
  }
}
