/** A load, or each of its streams, with defaults filled in, units turned into numbers, and what cannot be meant. */

import { usOf } from '../model/duration.ts'
import type { LoadOptions, Scenario, Stage, StreamOptions } from '../model/scenario.ts'
import { isStreamMap, limits } from './load-schema.ts'
import type { LoadInput, StreamInput, StreamsInput } from './load-schema.ts'
import { milliseconds } from './milliseconds.ts'

const defaults = {
  requestTimeout: '10s',
  slotDeadline: '10s',
  batchWindow: '5ms',
  warmUp: { duration: '4s', rate: 300 },
  inFlight: 256,
  workers: 1,
  readAfter: '2s',
} as const

/** From a rate as written to records per second. Streams have scales and time units of their own. */
export function rateOf(load: LoadInput | StreamsInput): (rate: number) => number {
  const { scale = 1, timeUnit = '1s' } = isStreamMap(load) ? {} : load
  return (rate) => (rate * scale * 1_000) / milliseconds(timeUnit)
}

/** The load of a scenario and, where it is a map, its streams; without one that sends records, the first one stands for the load. */
export function loadWithDefaults(input: LoadInput | StreamsInput): Pick<Scenario, 'load' | 'streams'> {
  if (!isStreamMap(input)) return { load: optionsOf(input) }
  const streams = Object.entries(input).map(([name, stream]) => streamWithDefaults(name, stream))
  const { name: _, kind: __, startMs: ___, readAfterMs: ____, ...load } = leading(streams) ?? streams[0] ?? streamWithDefaults('', nothing)
  return { load, streams }
}

const nothing: StreamInput = { executor: 'constant-arrival-rate', rate: 0, duration: '0s' }

function streamWithDefaults(name: string, input: StreamInput): StreamOptions {
  return {
    ...optionsOf(input),
    name,
    kind: input.kind ?? 'ingest',
    startMs: milliseconds(input.startTime ?? '0s'),
    readAfterMs: milliseconds(input.readAfter ?? defaults.readAfter),
  }
}

function leading(streams: readonly StreamOptions[]): StreamOptions | undefined {
  return streams.find(({ kind }) => kind === 'ingest')
}

function optionsOf(load: LoadInput | StreamInput): LoadOptions {
  const perSecond = rateOf(load)
  const stages: Stage[] = []
  let startPerSecond = 0
  if (load.executor === 'constant-arrival-rate') {
    startPerSecond = perSecond(load.rate)
    stages.push({ name: 'constant', durationMs: milliseconds(load.duration), targetPerSecond: startPerSecond })
  } else if (load.executor === 'ramping-arrival-rate') {
    startPerSecond = perSecond(load.startRate ?? 0)
    load.stages.forEach(({ name, duration, target }, index) =>
      stages.push({ name: name ?? `stage-${index + 1}`, durationMs: milliseconds(duration), targetPerSecond: perSecond(target) }),
    )
  }
  return {
    executor: load.executor,
    arrivals: load.arrivals ?? 'poisson',
    startPerSecond,
    stages,
    recordsPerRequest: load.recordsPerRequest ?? 1,
    batchWindowMs: milliseconds(load.batchWindow ?? defaults.batchWindow),
    workers: load.workers ?? defaults.workers,
    inFlightMax: load.maxInFlight ?? defaults.inFlight,
    requestTimeoutMs: milliseconds(load.requestTimeout ?? defaults.requestTimeout),
    slotDeadlineMs: milliseconds(load.slotDeadline ?? defaults.slotDeadline),
    warmUp: {
      durationMs: milliseconds(load.warmUp?.duration ?? defaults.warmUp.duration),
      perSecond: load.warmUp?.rate ?? defaults.warmUp.rate,
    },
  }
}

/** Every problem of the load and of its streams. */
export function loadProblems({ load, streams, history, capacity }: Scenario): string[] {
  const times = history.kind === 'files' && history.pace.kind !== 'schedule'
  const ingest = streams?.filter(({ kind }) => kind === 'ingest') ?? [load]
  const own = streams?.flatMap((stream) => executorProblems(stream, `load.${stream.name}`)) ?? executorProblems(load, 'load')
  return [
    ...own,
    ...(ingest.some(({ executor }) => executor === 'recorded') && !times
      ? ["load: executor recorded replays the history's own times; give history kind 'files' and a pace of 'original' or { compress }"]
      : []),
    ...(streams === undefined ? [] : streamProblems(streams, load)),
    ...(streams !== undefined && capacity !== undefined ? ['capacity: a search raises one rate, so load must be one stream'] : []),
  ]
}

function executorProblems(load: LoadOptions, at: string): string[] {
  const problems: string[] = []
  const totalMs = lengthMs(load)
  const isConstant = load.executor === 'constant-arrival-rate'
  const ratesAt = isConstant ? `${at}.rate` : `${at}.stages`
  if (load.executor !== 'recorded' && totalMs === 0) {
    problems.push(
      isConstant ? `${at}.duration: expected more than 0s, got 0s` : `${ratesAt}: together they must last longer than 0s, got 0s`,
    )
  }
  if (totalMs > limits.durationMsMax) problems.push(`${at}: a run lasts at most 24h, got ${totalMs / 3_600_000}h`)
  const peak = Math.max(load.startPerSecond, ...load.stages.map(({ targetPerSecond }) => targetPerSecond))
  if (load.executor !== 'recorded' && peak === 0) problems.push(`${ratesAt}: the rates must not all be 0: nothing would be sent`)
  if (load.requestTimeoutMs === 0) problems.push(`${at}.requestTimeout: expected more than 0s, got 0s: no answer would be waited for`)
  if (peak > limits.ratePerSecondMax) problems.push(`${ratesAt}: at most ${limits.ratePerSecondMax} records/s, got ${peak}`)
  const names = load.stages.map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  for (const name of new Set(twice))
    problems.push(`${at}.stages: the name ${JSON.stringify(name)} stands twice; phases are told apart by it`)
  return problems
}

function streamProblems(streams: readonly StreamOptions[], load: LoadOptions): string[] {
  const first = leading(streams)
  if (first === undefined) return ['load: no stream sends records, so there would be nothing to judge; one needs kind ingest']
  const problems: string[] = []
  if (first.startMs > 0) {
    problems.push(`load.${first.name}.startTime: the stages of the first stream that sends are the run's phases, so it starts at 0s`)
  }
  for (const stream of streams) {
    const at = `load.${stream.name}`
    if (stream.kind === 'read' && stream.recordsPerRequest > 1) problems.push(`${at}.recordsPerRequest: a read asks for one record`)
    if (stream.executor === 'recorded' && stream !== first) {
      problems.push(`${at}: recorded sends the whole history in its own times, so it is the first stream and the only one that sends`)
    } else if (first.executor === 'recorded' && stream !== first && stream.kind === 'ingest') {
      problems.push(`${at}: ${first.name} replays the whole history; no record is left for a second stream`)
    } else if (first.executor !== 'recorded' && endMsOf(stream) > lengthMs(load)) {
      const endMs = endMsOf(stream)
      problems.push(`${at}: it ends at ${endMs} ms, ${first.name} at ${lengthMs(load)} ms: the phases are those of ${first.name}`)
    }
  }
  return problems
}

export function lengthMs({ stages }: LoadOptions): number {
  return stages.reduce((sum, { durationMs }) => sum + usOf(durationMs), 0) / 1_000
}

function endMsOf(stream: StreamOptions): number {
  return (usOf(stream.startMs) + usOf(lengthMs(stream))) / 1_000
}
