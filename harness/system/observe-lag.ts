/**
 * How far an observer is behind the topic. Pure bookkeeping of positions, ends and fetches: no broker, no clock of its own.
 *
 * The end that counts is the last stable offset: what another producer's open transaction holds back is not the observer's lag. The
 * broker's client tells only the high watermark, so a partition also counts as read when a whole fetch that began after the end was
 * asked for did not move it.
 */

export interface LagBook {
  /** A partition was read up to, not including, this offset. */
  advance(partition: number, position: number, nowUs: number): void
  /** A fetch from a broker begins: all that the one before it brought has been worked off. */
  fetchStarts(node: string): void
  /** The topic's ends, as seen now. */
  endSeen(ends: ReadonlyMap<number, number>, nowUs: number): void
  /** Messages to go up to the ends last seen. */
  readonly messages: number
  /** Everything up to the ends last seen is read. */
  readonly isCaughtUp: boolean
  /** What is measured begins now: earlier lags are forgotten, but for a sighting that is still behind. */
  startOver(): void
  /**
   * How far behind the observer was at each probe, in µs, in no order: how long the sighting that stood at that moment took to be caught
   * up with; the last one up to `nowUs` if it was not yet. A lag weighs by the time that it lasted, since while one sighting is behind no
   * other is taken. With a span: at the probes in it.
   */
  lagsUs(nowUs: number, span?: Span): readonly number[]
}

/** From `fromUs` up to, not including, `toUs`. */
export interface Span {
  readonly fromUs: number
  readonly toUs: number
}

/** How often the ends are to be looked at: the time that one sample stands for. */
export const probeEveryUs = 100_000

interface Lag {
  readonly atUs: number
  readonly lagUs: number
}

function* perProbe(fromUs: number, lagUs: number): Generator<Lag> {
  const probes = Math.max(1, Math.ceil(lagUs / probeEveryUs))
  for (let probe = 0; probe < probes; probe++) yield { atUs: fromUs + probe * probeEveryUs, lagUs }
}

/** The lag that a hundredth of the probes goes beyond at most; 0 without one. */
export function lagMsP99(lagsUs: readonly number[]): number {
  return (lagsUs.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(lagsUs.length * 0.99) - 1)] ?? 0) / 1_000
}

/** Fewer have no hundredth. */
const probesForP99 = 100

/** Of a part of the time by itself; undefined where it is too short for that: one sighting would be its P99. */
export function lagMsP99Alone(lagsUs: readonly number[]): number | undefined {
  return lagsUs.length < probesForP99 ? undefined : lagMsP99(lagsUs)
}

export function lagBook(): LagBook {
  const positions = new Map<number, number>()
  const fetchesByNode = new Map<string, number>()
  const outstanding = new Map<number, { readonly end: number; positionAtFetch: number }>()
  let lags: Lag[] = []
  let seenUs: number | undefined
  /** When a partition that was behind at the sighting last moved. */
  let movedUs = 0

  const settle = (): void => {
    if (seenUs === undefined || outstanding.size > 0) return
    // Not the time of the fetch that proved it: what no fetch could move was never behind.
    lags.push(...perProbe(seenUs, movedUs - seenUs))
    seenUs = undefined
  }
  const positionOf = (partition: number): number => positions.get(partition) ?? 0

  return {
    advance(partition, position, nowUs) {
      positions.set(partition, position)
      const waiting = outstanding.get(partition)
      if (waiting === undefined) return
      movedUs = nowUs
      if (position < waiting.end) return
      outstanding.delete(partition)
      settle()
    },
    fetchStarts(node) {
      fetchesByNode.set(node, (fetchesByNode.get(node) ?? 0) + 1)
      // Two starts in a row enclose a whole fetch; every broker must have had one.
      if (outstanding.size === 0 || [...fetchesByNode.values()].some((starts) => starts < 2)) return
      for (const [partition, waiting] of outstanding) {
        const position = positionOf(partition)
        if (waiting.positionAtFetch === position) outstanding.delete(partition)
        else waiting.positionAtFetch = position
      }
      for (const known of fetchesByNode.keys()) fetchesByNode.set(known, known === node ? 1 : 0)
      settle()
    },
    endSeen(ends, nowUs) {
      // While one sighting is not caught up with, its time runs on: a newer one must not hide it.
      if (seenUs !== undefined) return
      seenUs = nowUs
      movedUs = nowUs
      for (const node of fetchesByNode.keys()) fetchesByNode.set(node, 0)
      for (const [partition, end] of ends) {
        const position = positionOf(partition)
        if (position < end) outstanding.set(partition, { end, positionAtFetch: position })
      }
      settle()
    },
    get messages() {
      let messages = 0
      for (const [partition, { end }] of outstanding) messages += end - positionOf(partition)
      return messages
    },
    get isCaughtUp() {
      return seenUs === undefined
    },
    startOver() {
      lags = []
    },
    lagsUs(nowUs, span) {
      const all = seenUs === undefined ? lags : [...lags, ...perProbe(seenUs, nowUs - seenUs)]
      const inSpan = span === undefined ? all : all.filter(({ atUs }) => atUs >= span.fromUs && atUs < span.toUs)
      return inSpan.map(({ lagUs }) => lagUs)
    },
  }
}
