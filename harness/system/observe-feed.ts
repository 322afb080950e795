/** Reads a system's decisions from an HTTP feed by polling, for systems without Kafka. Knows positions, not what an event says. */

import { setTimeout as pause } from 'node:timers/promises'

import { monotonicUs } from './clock.ts'
import { describe } from './bounded.ts'
import type { TopicEvents, TopicReader } from './observe-topic.ts'
import type { HttpDecisions } from './port.ts'

/** How often an idle feed is asked, unless the run or the system file says otherwise. What lies between two questions is added to each latency. */
export const feedEveryMsDefault = 10
const eventsMax = 1_000
const requestTimeoutMs = 10_000
/** A feed that fails is asked again for so long before it counts as gone. */
const patienceUs = 10_000_000
const retryMs = 100

/** All events of a feed stand in one row: one partition, positions from 0. */
const partition = 0

interface FeedPage {
  readonly end: number
  readonly events: readonly unknown[]
}

/** Resolves when the end of the feed is known: what is added from then on is read. Throws what the first question failed with. */
export async function readFeed(decisions: HttpDecisions, events: TopicEvents): Promise<TopicReader> {
  const stop = new AbortController()
  const everyMs = decisions.everyMs ?? feedEveryMsDefault
  let { end: position } = await patiently(() => ask(decisions, 0, 0, stop.signal), stop.signal)
  events.onPosition(partition, position)

  const readOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      events.onFetchStart('feed')
      const page = await patiently(() => ask(decisions, position, eventsMax, stop.signal), stop.signal)
      if (page.end < position) throw new Error(`the feed has ${page.end} events where it had ${position}`)
      const nowUs = monotonicUs()
      for (const event of page.events) {
        const busy = events.onMessage(partition, `${position++}`, Buffer.from(JSON.stringify(event)), nowUs)
        if (busy !== undefined) await busy
      }
      if (page.events.length > 0) events.onPosition(partition, position)
      // A full page has more behind it.
      if (page.events.length < eventsMax) await pause(everyMs, undefined, { signal: stop.signal })
    }
  }
  const reading = readOn().catch((error: unknown) => {
    if (!stop.signal.aborted) events.onCrash(error instanceof Error ? error : new Error(String(error)))
  })
  return {
    ends: async () => new Map([[partition, (await ask(decisions, position, 0, stop.signal)).end]]),
    stop: async () => {
      stop.abort()
      await reading
    },
  }
}

async function ask({ url, headers }: HttpDecisions, after: number, limit: number, stop: AbortSignal): Promise<FeedPage> {
  const at = new URL(url)
  at.searchParams.set('after', `${after}`)
  at.searchParams.set('limit', `${limit}`)
  const signal = AbortSignal.any([stop, AbortSignal.timeout(requestTimeoutMs)])
  const response = await fetch(at, { headers: headers ?? {}, redirect: 'error', signal })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`expected 200, got ${response.status} ${text.slice(0, 200)}`)
  const page: unknown = JSON.parse(text)
  if (!isPage(page) || page.events.length > limit || after + page.events.length > Math.max(after, page.end)) {
    throw new Error(`expected {"end":…,"events":[at most ${limit}]}, got ${text.slice(0, 200)}`)
  }
  return page
}

function isPage(page: unknown): page is FeedPage {
  if (typeof page !== 'object' || page === null || !('end' in page) || !('events' in page)) return false
  return Number.isSafeInteger(page.end) && Number(page.end) >= 0 && Array.isArray(page.events)
}

/** One bad answer is no lost feed: it is asked again for a time. */
async function patiently<T>(question: () => Promise<T>, stop: AbortSignal): Promise<T> {
  const untilUs = monotonicUs() + patienceUs
  for (;;) {
    try {
      return await question()
    } catch (error) {
      stop.throwIfAborted()
      if (monotonicUs() > untilUs) throw new Error(describe(error), { cause: error })
      await pause(retryMs, undefined, { signal: stop })
    }
  }
}
