/** Entry of the observer's thread: reads the system's decisions, writes each event down with its time, keeps what progress needs. */

import { parentPort, workerData } from 'node:worker_threads'

import { monotonicUs } from './clock.ts'
import { lagBook, lagMsP99, lagMsP99Alone, probeEveryUs } from './observe-lag.ts'
import type { Span } from './observe-lag.ts'
import { openLineFile } from './observe-lines.ts'
import { figureIndex } from './observe-messages.ts'
import type { FromObserver, ObserverThreadInput, ToObserver } from './observe-messages.ts'
import { seenTexts } from './observe-seen.ts'
import { readFeed } from './observe-feed.ts'
import { readTopic } from './observe-topic.ts'
import type { TopicEvents, TopicReader } from './observe-topic.ts'
import { stopThread, threadCpuMs, watchPauses } from './pause-watch.ts'
import { preferThisThread } from './thread-priority.ts'

/** How often the topic's end is asked for and the file is flushed. */
const probeMs = probeEveryUs / 1_000
const finishPollMs = 10

const { decisions, file, figures } = workerData as ObserverThreadInput
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin; the rule means windows
const say = (message: FromObserver): void => parentPort?.postMessage(message)
const fail = (source: 'decisions' | 'file', error: unknown): void => {
  const errorCode = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  say({ kind: 'failed', source, message: error instanceof Error ? error.message : String(error), errorCode })
}
/** At the start: tells the main thread, which then ends this one. Throwing instead would race with the message. */
const attempt = async <T>(source: 'decisions' | 'file', action: () => Promise<T>): Promise<T> => {
  try {
    return await action()
  } catch (error) {
    fail(source, error)
    parentPort?.ref()
    return new Promise<never>(() => undefined)
  }
}

preferThisThread()
const lines = await attempt('file', () => openLineFile(file))
const seen = seenTexts()
const lag = lagBook()
/** Stretches of the load whose lag is told by itself. */
let spans: readonly Span[] = []
const count = (figure: number): void => {
  figures[figure] = (figures[figure] ?? 0) + 1
}

function take(partition: number, offset: string, value: Buffer, nowUs: number): void | Promise<void> {
  const event = parse(value)
  figures[figureIndex.lastEventUs] = nowUs
  const before = `{"us":${nowUs},"p":${partition},"o":"${offset}","e":`
  if (event === undefined) {
    count(figureIndex.events)
    // Not JSON: kept as text, so that the line stays readable and the breach of contract can be shown.
    return lines.append(before, Buffer.from(JSON.stringify(value.toString('utf8'))), '}')
  }
  if (event.content !== undefined) {
    count(figureIndex.events)
    if (seen.add(event.content)) figures[figureIndex.records] = seen.count
  } else if (event.closeId !== undefined && event.partition !== undefined) {
    count(figureIndex.closeEvents)
    say({ kind: 'close-event', closeId: event.closeId, partition: event.partition })
  }
  // JSON may be written over several lines; a line of the file may not.
  return lines.append(before, value.includes(10) || value.includes(13) ? Buffer.from(JSON.stringify(event.whole)) : value, '}')
}

function readDecisions(events: TopicEvents): Promise<TopicReader> {
  return decisions.kind === 'kafka' ? readTopic(decisions, events) : readFeed(decisions, events)
}

interface ParsedEvent {
  readonly whole: unknown
  readonly content: string | undefined
  readonly closeId: string | undefined
  readonly partition: number | undefined
}

function parse(value: Buffer): ParsedEvent | undefined {
  try {
    const whole: unknown = JSON.parse(value.toString('utf8'))
    if (typeof whole !== 'object' || whole === null) return { whole, content: undefined, closeId: undefined, partition: undefined }
    const { content, closeId, partition } = whole as Readonly<Record<string, unknown>>
    return {
      whole,
      content: typeof content === 'string' ? content : undefined,
      closeId: typeof closeId === 'string' ? closeId : undefined,
      partition: typeof partition === 'number' ? partition : undefined,
    }
  } catch {
    return undefined
  }
}

const reader = await attempt('decisions', () =>
  readDecisions({
    onMessage: take,
    onPosition: (partition, position) => lag.advance(partition, position, monotonicUs()),
    onFetchStart: (node) => lag.fetchStarts(node),
    onCrash: (error) => fail('decisions', error),
  }),
)
const watch = watchPauses()
const cpuMsBefore = threadCpuMs()

let isProbing = false
/** Whether the ends were told. */
const probe = async (): Promise<boolean> => {
  if (isProbing) return false
  isProbing = true
  let isTold = false
  try {
    const ends = await reader.ends()
    lag.endSeen(ends, monotonicUs())
    figures[figureIndex.lag] = lag.messages
    isTold = true
  } catch {
    // The broker is away for now: the sighting before stays open and its lag grows, which is what the figure is for.
  }
  await lines.flush().catch((error: unknown) => fail('file', error))
  isProbing = false
  return isTold
}
const prober = setInterval(() => void probe(), probeMs)

let isEnding = false
async function end(): Promise<void> {
  clearInterval(prober)
  if (isEnding) return
  isEnding = true
  const nowUs = monotonicUs()
  const lagsUs = lag.lagsUs(nowUs)
  const health = {
    pauseMsMax: watch.pauseMsMax(),
    pauses: watch.pauses(),
    lagMsMax: lagsUs.reduce((max, us) => Math.max(max, us), 0) / 1_000,
    lagMsP99: lagMsP99(lagsUs),
    lagMsP99BySpan: spans.map((span) => lagMsP99Alone(lag.lagsUs(nowUs, span))),
    cpuMs: threadCpuMs() - cpuMsBefore,
  }
  watch.stop()
  await reader.stop().catch(() => undefined)
  try {
    await lines.close()
    say({ kind: 'done', health })
  } catch (error) {
    fail('file', error)
  }
  parentPort?.close()
}

/** What was before the load, the warm-up among it, is nothing that a budget speaks of. */
function startOver(ofLoad: readonly Span[]): void {
  spans = ofLoad
  lag.startOver()
  watch.startOver()
}

/** Asks for the end once more, and ends when it is reached. A sighting under way is older than the request, so it does not count. */
function finish(): void {
  clearInterval(prober)
  let asked = false
  const poll = setInterval(() => {
    figures[figureIndex.lag] = lag.messages
    if (isProbing || !lag.isCaughtUp) return
    if (asked) {
      clearInterval(poll)
      void end()
      return
    }
    void probe().then((isTold) => {
      asked = isTold
    })
  }, finishPollMs)
}

parentPort?.on('message', (message: ToObserver) => {
  if (message.kind === 'pause') stopThread(message.durationMs)
  else if (message.kind === 'load-starts') startOver(message.spans)
  else if (message.kind === 'finish') finish()
  else void end()
})
say({ kind: 'positioned' })
