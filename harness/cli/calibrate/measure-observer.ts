/** Measures the observer over one known topic of a real Kafka: what it read of each decision beside when the broker had it. */

import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { Kafka, logLevel } from 'kafkajs'

import { LatencyHistogram } from '../../metrics/histogram.ts'
import { monotonicUs } from '../../system/clock.ts'
import { startObserver } from '../../system/observe.ts'
import type { RunningObserver } from '../../system/observer-port.ts'
import { watchPauses } from '../../system/pause-watch.ts'
import { partitionCount } from './known-topics.ts'
import type { KnownTopic } from './known-topics.ts'
import { decisionText, publish } from './publish-decisions.ts'
import type { Published } from './publish-decisions.ts'
import { countFigure, latencyFigures } from './result.ts'
import type { Attempt, Figure } from './result.ts'

const limitMs = 60_000
const beatMs = 1

export interface ObserverPlace {
  readonly brokers: readonly string[]
  /** Where a folder for what is observed can be made. */
  readonly folder: string
}

export async function measureObserver(known: KnownTopic, { brokers, folder }: ObserverPlace, stop: AbortSignal): Promise<Attempt> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(limitMs)])
  const topic = `calibration-${monotonicUs()}`
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { retries: 30, maxRetryTime: 500 } })
  await using scope = new AsyncDisposableStack()
  const admin = kafka.admin()
  scope.defer(() => admin.disconnect())
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: partitionCount }], waitForLeaders: true })
  const producer = kafka.producer()
  scope.defer(() => producer.disconnect())
  await producer.connect()
  // The first message to a partition pays for what is opened: it is not one of those that count.
  const first = Array.from({ length: partitionCount }, (_, partition) => ({ value: decisionText('first'), partition }))
  await producer.send({ topic, acks: -1, messages: first })

  const own = scope.use(await mkdtempDisposable(join(folder, 'observer-')))
  const file = join(own.path, 'decisions.ndjson')
  const observer = scope.use(await startObserver({ decisions: { kind: 'kafka', brokers, topic }, file, signal }))
  observer.loadStarts([])
  const watch = watchPauses(beatMs)
  scope.defer(() => watch.stop())
  const published = await publish(known, { kafka, producer, topic, signal })
  const health = await observer.finish(signal)
  return attemptOf(known, published, await readSeen(file), health, watch.pauseMsMax())
}

type Health = Awaited<ReturnType<RunningObserver['finish']>>

function attemptOf(
  { decisions, openTransaction }: KnownTopic,
  { originUs, visibleUs }: Published,
  seenUs: ReadonlyMap<string, number>,
  health: Health,
  pauseMsMax: number,
): Attempt {
  const [expected, measured] = [new LatencyHistogram(), new LatencyHistogram()]
  let unreadMs = 0
  for (const [number, { dueUs }] of decisions.entries()) {
    const visible = visibleUs[number]
    const seen = seenUs.get(`${number}`)
    if (visible === undefined || seen === undefined) continue
    expected.record(visible - originUs - dueUs)
    measured.record(seen - originUs - dueUs)
    unreadMs = Math.max(unreadMs, (seen - visible) / 1_000)
  }
  return {
    figures: [
      ...latencyFigures(expected, measured),
      // What was aborted is no decision, and none is missed.
      countFigure('decisions seen', decisions.length, seenUs.size),
      ...(openTransaction === undefined ? [] : [lagFigure(health, (openTransaction.toUs - openTransaction.fromUs) / 1_000)]),
    ],
    heldBackMs: Math.max(pauseMsMax, health.pauseMsMax),
    unreadMs,
  }
}

/** What another's open transaction holds back is not the observer's lag: far less than the transaction lasted. */
function lagFigure({ lagMsMax }: Health, openMs: number): Figure {
  const plain = (valueMs: number): Figure['expected'] => ({ valueMs, censored: false })
  return { name: 'observer lag max', unit: 'ms', expected: plain(0), measured: plain(lagMsMax), allowed: openMs / 2 }
}

/** By the content of each event: when the observer wrote it down. */
async function readSeen(file: string): Promise<Map<string, number>> {
  const seen = new Map<string, number>()
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    if (line === '') continue
    const { us, e } = JSON.parse(line) as { readonly us: number; readonly e: { readonly content: string } }
    seen.set(e.content, us)
  }
  return seen
}
