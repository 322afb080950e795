/** What may stand under `load`: one executor, or a map of named streams with one each. Shapes and ranges alone. */

import * as z from 'zod'
import { durationProblem, parseDurationMs } from '../model/duration.ts'

/** Limits of one run. They exist so that a slip of a zero is told before it fills a disk. */
export const limits = { ratePerSecondMax: 1_000_000, durationMsMax: 24 * 3_600_000, workersMax: 32, inFlightMax: 65_536 } as const
/** More threads than that would measure each other. */
const streamsMax = 16

export const duration = z.string().refine((text) => durationProblem(text) === undefined, {
  error: ({ input }) => `expected ${durationProblem(String(input))}, got ${JSON.stringify(input)}`,
})
/** What a rate is a rate over. */
const timeUnit = duration.refine((text) => parseDurationMs(text) !== 0, {
  error: ({ input }) => `expected more than 0s: rates are records a timeUnit, got ${JSON.stringify(input)}`,
})
export const rate = z.number().min(0).max(limits.ratePerSecondMax)
const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a name of a-z, 0-9 and -')

const stage = z.strictObject({ name: name.optional(), duration, target: rate })

const common = {
  arrivals: z.enum(['even', 'poisson']).optional(),
  timeUnit: timeUnit.optional(),
  /** All rates are multiplied by it. */
  scale: z.number().positive().max(10_000).optional(),
  recordsPerRequest: z.int().min(1).max(1_000).optional(),
  batchWindow: duration.optional(),
  workers: z.int().min(1).max(limits.workersMax).optional(),
  maxInFlight: z.int().min(1).max(limits.inFlightMax).optional(),
  requestTimeout: duration.optional(),
  slotDeadline: duration.optional(),
  warmUp: z.strictObject({ duration, rate }).optional(),
}

const ofStream = {
  /** `ingest` (default) sends records, `read` reads the current state of records that were sent before. */
  kind: z.enum(['ingest', 'read']).optional(),
  startTime: duration.optional(),
  /** Of a stream that reads: how long after it was due a record is read at the earliest (default 2s). */
  readAfter: duration.optional(),
}

const executors = ['constant-arrival-rate', 'ramping-arrival-rate', 'recorded'] as const

/** k6 has them, and each waits for the system before it sends more. */
const closedLoops: ReadonlySet<unknown> = new Set([
  'shared-iterations',
  'per-vu-iterations',
  'constant-vus',
  'ramping-vus',
  'externally-controlled',
])

function executorError({ input }: { readonly input?: unknown }): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const executor: unknown = 'executor' in input ? input.executor : undefined
  if (executors.some((known) => known === executor)) return undefined
  const seen = `expected ${executors.join(', ')}, got ${JSON.stringify(executor) ?? 'none'}`
  return closedLoops.has(executor) ? `${seen}: a closed loop sends less when the system gets slow, and so hides it` : seen
}

function executorsWith<Further extends z.ZodRawShape>(further: Further) {
  return z.discriminatedUnion(
    'executor',
    [
      z.strictObject({ executor: z.literal('constant-arrival-rate'), rate, duration, ...common, ...further }),
      z.strictObject({
        executor: z.literal('ramping-arrival-rate'),
        startRate: rate.optional(),
        stages: z.array(stage).min(1),
        ...common,
        ...further,
      }),
      z.strictObject({ executor: z.literal('recorded'), ...common, ...further }),
    ],
    { error: executorError },
  )
}

export const loadSchema = executorsWith({})
export const streamSchema = executorsWith(ofStream)
export const streamsSchema = z.record(name, streamSchema).refine((streams) => Object.keys(streams).length <= streamsMax, {
  error: `expected at most ${streamsMax} streams`,
})

export type LoadInput = z.input<typeof loadSchema>
export type StreamInput = z.input<typeof streamSchema>
export type StreamsInput = Readonly<Record<string, StreamInput>>

/** Whether a load is written as a map of streams: it has no executor itself, but something in it has. */
export function isStreamMap(load: unknown): load is StreamsInput {
  if (typeof load !== 'object' || load === null || 'executor' in load) return false
  return Object.values(load).some((value: unknown) => typeof value === 'object' && value !== null && 'executor' in value)
}
