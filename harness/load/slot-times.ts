/**
 * When each request could have gone: it was due, and a slot was free. Tells a shortage that the system makes from the burst that follows
 * the generator's own standstill (measurement.md §2). Pure: knows no connection and no clock.
 */

export interface SlotTimes {
  /** A turn begins; `firstNewUs` is when the first request became due that no turn before has looked at. */
  turnStarts(nowUs: number, firstNewUs: number, freeSlots: number): void
  turnEnds(freeSlots: number): void
  /** The moment for a request that was due at `goUs` and leaves now. Asked in the order of `goUs`. */
  slotUs(goUs: number): number
}

/** Timers of a healthy thread are at most this late. */
const standstillUs = 3_000

export function slotTimes(): SlotTimes {
  /** Whether the turn before left no slot free. */
  let wasShort = false
  /** Until when the last shortage of slots lasted. */
  let shortageEndUs = 0
  /** Times in which this thread looked at nothing, until all that was due in them is sent; `wasShort`: no slot was free when they began. */
  const standstills: { readonly fromUs: number; readonly toUs: number; readonly wasShort: boolean }[] = []

  return {
    turnStarts(nowUs, firstNewUs, freeSlots) {
      if (nowUs - firstNewUs > standstillUs) standstills.push({ fromUs: firstNewUs, toUs: nowUs, wasShort })
      if (wasShort && freeSlots > 0) {
        shortageEndUs = nowUs
        wasShort = false
      }
    },
    turnEnds(freeSlots) {
      if (freeSlots === 0) wasShort = true
    },
    slotUs(goUs) {
      while ((standstills[0]?.toUs ?? Number.POSITIVE_INFINITY) < goUs) standstills.shift()
      const [standstill] = standstills
      const freeUs = Math.max(goUs, shortageEndUs)
      if (standstill === undefined || goUs < standstill.fromUs) return freeUs
      // Sent when it was due it would have found a slot: that the burst fills them all is the generator's lateness, too.
      if (!standstill.wasShort) return goUs
      // A slot may have got free at any time since, and nobody looked: what is left of the standstill is the generator's, the rest is waited for a slot.
      return Math.max(goUs, freeUs - (standstill.toUs - goUs))
    },
  }
}
