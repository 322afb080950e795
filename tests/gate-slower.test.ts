import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Endpoints } from '../harness/index.ts'
import eventDriven from '../systems/event-driven.ts'
import { slowerBy, type Slowdown } from './gate/slower-system.ts'
import { roundsIn } from './gate/work.ts'

const endpoints: Endpoints = { kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, adminKey: '', ports: {} }
const options = { matchers: 1, switches: [], underTest: false }

function nodeOptionsOf(name: string, slowdown: Slowdown): string {
  const spec = slowerBy(eventDriven, 'api', slowdown)
    .local.processes(options)
    .find((each) => each.name === name)
  return spec?.environment(endpoints, 0, [])['NODE_OPTIONS'] ?? ''
}

interface Told {
  readonly answer: string
  readonly ms: number
  readonly cpuMicros: number
}

/** Answers a request of its own, and prints how long that took and what it cost. */
const server = `
  const { createServer } = require('node:http')
  const server = createServer((request, response) => response.end('answer')).listen(0, '127.0.0.1', async () => {
    const from = performance.now()
    const cpu = process.threadCpuUsage()
    const cpuOf = ({ user, system }) => user + system
    const answer = await (await fetch('http://127.0.0.1:' + server.address().port)).text()
    console.log(JSON.stringify({ answer, ms: performance.now() - from, cpuMicros: cpuOf(process.threadCpuUsage(cpu)) }))
    process.exit()
  })`

async function askOnce(slowdown: Slowdown): Promise<Told> {
  const child = spawn(process.execPath, [...nodeOptionsOf('api', slowdown).split(' '), '--eval', server], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [told] = await Promise.all([text(child.stdout), once(child, 'exit')])
  return JSON.parse(told) as Told
}

test('a slower system hands each request to the named process so much later, and leaves the others alone', async () => {
  expect(nodeOptionsOf('matcher', { delayMs: 300 })).not.toContain('slow-requests')
  const { answer, ms } = await askOnce({ delayMs: 300 })
  expect(answer).toBe('answer')
  expect(ms).toBeGreaterThanOrEqual(299)
})

test('a dearer system works so much more for each request', async () => {
  const { answer, cpuMicros } = await askOnce({ rounds: roundsIn(300_000) })
  expect(answer).toBe('answer')
  // Rounds cost what they cost in this thread or more, but for the first of them and the ticks of the clock of processor time.
  expect(cpuMicros).toBeGreaterThanOrEqual(150_000)
})
