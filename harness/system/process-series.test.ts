import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { ProcessPage, readMetrics } from './process-series.ts'

test('the known lines of a process’s metrics are read, others and broken ones passed over', () => {
  const text = [
    '# HELP nodejs_eventloop_lag_max_seconds The maximum recorded event loop delay.',
    '# TYPE nodejs_eventloop_lag_max_seconds gauge',
    'nodejs_eventloop_lag_max_seconds 0.0535',
    'nodejs_eventloop_lag_mean_seconds 0.011',
    'database_pool_waiting 3',
    'database_serialization_failures_total{table="decision"} 2',
    'api_answers_total{status="202"} 5 1700000000000',
    'database_pool_waiting Nan',
    'nonsense',
    '',
  ].join('\n')
  expect(readMetrics('api-0', text)).toEqual([
    { metric: 'event_loop_delay', subject: 'api-0', value: expect.closeTo(43.5, 6) },
    { metric: 'pool_waits', subject: 'api-0', value: 3 },
    { metric: 'serialization_failures', subject: 'api-0', value: 2 },
  ])
})

test('an idle loop is no delay', () => {
  expect(readMetrics('matcher-0', 'nodejs_eventloop_lag_max_seconds 0.009')).toMatchObject([{ value: 0 }])
})

test('a process that stands still is asked once, and what it tells behind it is told', async () => {
  const waiting: ServerResponse[] = []
  const server = createServer((_, response) => void waiting.push(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  using page = new ProcessPage('matcher-1', `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)
  try {
    for (const sample of [1, 2, 3]) {
      const controller = new AbortController()
      const asked = page.sample(controller.signal)
      if (sample === 1) await once(server, 'request')
      controller.abort(new Error('too late for this sample'))
      await expect(asked).rejects.toThrow('too late for this sample')
    }
    expect(waiting).toHaveLength(1)
    const next = page.sample(AbortSignal.timeout(20_000))
    waiting[0]?.end('nodejs_eventloop_lag_max_seconds 7.01\n')
    expect(await next).toEqual([{ metric: 'event_loop_delay', subject: 'matcher-1', value: expect.closeTo(7_000, 6) }])
    const another = page.sample(AbortSignal.timeout(20_000))
    await expect.poll(() => waiting.length).toBe(2)
    waiting[1]?.writeHead(503).end()
    await expect(another).rejects.toThrow('503')
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('what is still open when the system is left ends with it', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const page = new ProcessPage('api-0', `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`)
  const asked = page.sample(AbortSignal.timeout(20_000))
  await once(server, 'request')
  page[Symbol.dispose]()
  await expect(asked).rejects.toThrow('abort')
  server.closeAllConnections()
  server.close()
})
