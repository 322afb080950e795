/** Decisions topics whose answers are known: when each decision is published, and whether somebody's transaction stands before it. Pure. */

export interface KnownDecision {
  /** µs from the start. */
  readonly dueUs: number
  /** How long after it was due it is published. */
  readonly delayUs: number
  readonly partition: number
}

export interface KnownTopic {
  readonly name: string
  readonly decisions: readonly KnownDecision[]
  /** Another producer's transaction that is open on partition 0, µs from the start, and is aborted in the end. */
  readonly openTransaction?: { readonly fromUs: number; readonly toUs: number }
}

export const partitionCount = 8
const everyUs = 5_000

export const knownTopics: readonly KnownTopic[] = [
  { name: 'decisions with known delays', decisions: decisionsOf(400, (number) => delayMsOf(number) * 1_000) },
  {
    name: 'another producer’s transaction left open',
    decisions: decisionsOf(500, () => 20_000),
    openTransaction: { fromUs: 500_000, toUs: 2_000_000 },
  },
]

/** 89% at 50 ms, 10% at 200 ms, 1% at 1 s. */
function delayMsOf(number: number): number {
  if (number % 100 === 50) return 1_000
  return number % 10 === 5 ? 200 : 50
}

function decisionsOf(count: number, delayUsOf: (number: number) => number): KnownDecision[] {
  return Array.from({ length: count }, (_, number) => ({
    dueUs: number * everyUs,
    delayUs: delayUsOf(number),
    partition: number % partitionCount,
  }))
}
