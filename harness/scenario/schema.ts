/** What may stand in a scenario file: shapes and ranges. Defaults and meaning are filled in by resolve.ts. */

import * as z from 'zod'
import { isDay } from '../model/day.ts'
import { duration, loadSchema, rate, streamsSchema } from './load-schema.ts'
import type { LoadInput, StreamsInput } from './load-schema.ts'

const day = z.string().refine(isDay, { error: ({ input }) => `expected a day as YYYY-MM-DD, got ${JSON.stringify(input)}` })
const integerText = z.string().regex(/^(?:0|[1-9]\d{0,17})$/, 'expected a whole number of minor units as text, such as "5"')

const synthetic = z.strictObject({
  kind: z.literal('synthetic'),
  tenants: z.int().min(1).max(500).optional(),
  merchants: z.int().min(1).max(100_000).optional(),
  days: z.int().min(1).max(60).optional(),
  surgeMerchantShare: z.number().min(0).max(1).optional(),
  discrepancies: z.enum(['none', 'typical']).optional(),
})

const files = z.strictObject({
  kind: z.literal('files'),
  files: z.array(z.string().min(1)).min(1),
  profile: z.string().min(1),
  amplify: z.int().min(1).max(1_000).optional(),
  pace: z.union([z.literal('original'), z.literal('schedule'), z.strictObject({ compress: z.number().min(1) })]).optional(),
})

const capacity = z.strictObject({
  factor: z.number().min(1.05).max(10).optional(),
  maxRate: rate,
  resolution: z.number().min(0.01).max(1).optional(),
  atLeast: rate.optional(),
  probe: z.strictObject({ connections: z.int().min(1).max(4_096), records: z.int().min(1).max(1_000_000) }).optional(),
})

/** k6's two forms. */
const threshold = z.union(
  [z.string(), z.strictObject({ threshold: z.string(), abortOnFail: z.boolean().optional(), delayAbortEval: duration.optional() })],
  {
    error: ({ input }) =>
      `expected "p(99)<500", or { threshold: "p(99)<500", abortOnFail: true, delayAbortEval: "10s" }, got ${JSON.stringify(input)}`,
  },
)

const fault = z.strictObject({ kind: z.enum(['pause', 'kill']), target: z.string().min(1), at: duration, duration: duration.optional() })

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name of a-z, 0-9 and -'),
  description: z.string(),
  exercises: z.array(z.string()).optional(),
  system: z.string().optional(),
  matchers: z.int().min(1).max(64).optional(),
  stackSwitches: z.array(z.string()).optional(),
  matcherLives: z.array(z.array(z.string())).optional(),
  history: z.discriminatedUnion('kind', [synthetic, files]),
  load: loadSchema,
  /** Instead of one run: steps up from the load's rate until the thresholds break, then the knee between the last two. */
  capacity: capacity.optional(),
  profile: z
    .strictObject({
      carryDays: z.int().min(0).max(366).optional(),
      tolerance: z.strictObject({ abs: integerText.optional(), bps: z.int().min(0).max(10_000).optional() }).optional(),
    })
    .optional(),
  closeDate: day.optional(),
  drainTimeout: duration.optional(),
  closeTimeout: duration.optional(),
  thresholds: z.record(z.string(), z.array(threshold)),
  faults: z.array(fault).optional(),
  demands: z.array(z.string()).optional(),
  seed: z.int().min(0).max(4_294_967_295).optional(),
})

/** The same with a map of named streams for its load. */
export const streamedScenarioSchema = scenarioSchema.extend({ load: streamsSchema })

/** A scenario as a user writes it. */
export type ScenarioInput = Omit<z.input<typeof scenarioSchema>, 'load'> & { load: LoadInput | StreamsInput }

/** Gives a scenario file its types; checked when the run resolves it. */
export function defineScenario(scenario: ScenarioInput): ScenarioInput {
  return scenario
}
