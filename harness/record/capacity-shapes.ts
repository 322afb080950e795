/** What must stand in the files of a search for it to be judged and drawn: a folder may have been made by hand, or damaged. */

import { listOf, number, objectOf, oneOf, optional, orNull, text } from './shape.ts'
import { percentileShape, verdictShape } from './summary-shape.ts'

const probe = objectOf({
  connections: number,
  seconds: number,
  acknowledged: number,
  acknowledgedPerSecond: number,
  otherAnswers: number,
})

/** CapacityRecord. */
export const capacityRecordShape = objectOf({
  tool: objectOf({ name: text, version: text }),
  runId: text,
  scenario: text,
  description: text,
  system: text,
  seed: number,
  command: text,
  startedAt: text,
  startPerSecond: number,
  factor: number,
  maxPerSecond: number,
  resolution: number,
  atLeastPerSecond: number,
  stepSeconds: number,
  budgets: listOf(text),
  steps: listOf(objectOf({ ratePerSecond: number, folder: text, digest: optional(text) })),
  endedEarly: optional(text),
  interrupted: optional(oneOf('SIGINT', 'SIGTERM')),
  probe: optional(probe),
  notes: listOf(text),
})

const step = objectOf({
  ratePerSecond: number,
  folder: text,
  outcome: oneOf('held', 'broken', 'unjudged', 'wrong', 'ended'),
  verdict: objectOf({ kind: text, title: text, sentence: text }),
  decisionP50: optional(percentileShape),
  decisionP99: optional(percentileShape),
  budgetMs: optional(number),
  ackP99: optional(percentileShape),
  acknowledgedPerSecond: number,
  paymentsPerSecond: number,
  lagRecordsMax: optional(number),
  drainMs: orNull(number),
  refused: number,
  failed: number,
  unknown: number,
  unsent: number,
})

/** CapacitySummary. */
export const capacitySummaryShape = objectOf({
  kind: oneOf('capacity'),
  runId: text,
  verdict: verdictShape,
  knee: objectOf({ fromPerSecond: optional(number), toPerSecond: optional(number) }),
  curve: listOf(step),
  probe: optional(probe),
})
