import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, vi } from 'vitest'
import { readFeed } from './observe-feed.ts'

/** A feed of a test's own: it can be out of order for some answers, and lose what it had. */
async function startFeed(events: unknown[]) {
  let broken = 0
  const asked: URL[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    asked.push(url)
    const [after, limit] = [Number(url.searchParams.get('after')), Number(url.searchParams.get('limit'))]
    if (broken-- > 0) response.writeHead(500).end('no')
    else response.end(JSON.stringify({ end: events.length, events: events.slice(after, after + limit) }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    decisions: { kind: 'http-poll', url: `http://127.0.0.1:${port}/feed?of=all`, everyMs: 2 } as const,
    asked,
    breakFor: (answers: number) => void (broken = answers),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function listener() {
  const seen: [string, string][] = []
  const crashes: string[] = []
  let position = -1
  return {
    seen,
    crashes,
    position: () => position,
    events: {
      onMessage: (_partition: number, offset: string, value: Buffer) => void seen.push([offset, value.toString()]),
      onPosition: (_partition: number, at: number) => void (position = at),
      onFetchStart: () => undefined,
      onCrash: (error: Error) => void crashes.push(error.message),
    },
  }
}

const waiting = { timeout: 30_000, interval: 5 }

test('what is added after the start is read once and in order, however much comes at once', async () => {
  const events: unknown[] = ['before', 'before too']
  await using feed = await startFeed(events)
  const heard = listener()
  const reader = await readFeed(feed.decisions, heard.events)
  expect(heard.position()).toBe(2)
  const added = Array.from({ length: 2_500 }, (_, index) => ({ n: index }))
  events.push(...added)
  expect((await reader.ends()).get(0)).toBe(2_502)
  await vi.waitFor(() => expect(heard.position()).toBe(2_502), waiting)
  expect(heard.seen).toEqual(added.map((event, index) => [`${index + 2}`, JSON.stringify(event)]))
  expect(feed.asked[0]?.search).toBe('?of=all&after=0&limit=0')
  await reader.stop()
  const askedBefore = feed.asked.length
  expect(heard.crashes).toEqual([])
  expect(feed.asked.length).toBe(askedBefore)
})

test('a feed that fails for a moment is asked again', async () => {
  const events: unknown[] = []
  await using feed = await startFeed(events)
  feed.breakFor(2)
  const heard = listener()
  const reader = await readFeed(feed.decisions, heard.events)
  feed.breakFor(2)
  events.push('late')
  await vi.waitFor(() => expect(heard.seen).toEqual([['0', '"late"']]), waiting)
  await reader.stop()
  expect(heard.crashes).toEqual([])
})

test('a feed that has lost events is told, never read on from somewhere else', async () => {
  const events: unknown[] = [1, 2, 3]
  await using feed = await startFeed(events)
  const heard = listener()
  const reader = await readFeed(feed.decisions, heard.events)
  events.length = 1
  await vi.waitFor(() => expect(heard.crashes).toEqual(['the feed has 1 events where it had 3']), waiting)
  await reader.stop()
})
