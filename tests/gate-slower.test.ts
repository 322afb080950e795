import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Endpoints } from '../harness/index.ts'
import eventDriven from '../systems/event-driven.ts'
import { slowerBy } from './gate/slower-system.ts'

const endpoints: Endpoints = { kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, adminKey: '', ports: {} }
const options = { matchers: 1, switches: [], underTest: false }

function nodeOptionsOf(name: string, delayMs: number): string {
  const spec = slowerBy(eventDriven, 'api', delayMs)
    .local.processes(options)
    .find((each) => each.name === name)
  return spec?.environment(endpoints, 0, [])['NODE_OPTIONS'] ?? ''
}

/** Answers a request of its own, and prints how long that took. */
const server = `
  const { createServer } = require('node:http')
  const server = createServer((request, response) => response.end('answer')).listen(0, '127.0.0.1', async () => {
    const from = performance.now()
    const answer = await (await fetch('http://127.0.0.1:' + server.address().port)).text()
    console.log(JSON.stringify({ answer, ms: performance.now() - from }))
    process.exit()
  })`

test('a slower system hands each request to the named process so much later, and leaves the others alone', async () => {
  expect(nodeOptionsOf('matcher', 300)).not.toContain('delay-requests')
  const child = spawn(process.execPath, [...nodeOptionsOf('api', 300).split(' '), '--eval', server], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [told] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const { answer, ms } = JSON.parse(told) as { readonly answer: string; readonly ms: number }
  expect(answer).toBe('answer')
  expect(ms).toBeGreaterThanOrEqual(299)
})
