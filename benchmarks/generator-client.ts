/** One generator, closed loop, against the server of the benchmark: argv is client, port and count. Prints CPU µs and requests as JSON. */

import { createRequire } from 'node:module'
import { Agent, request } from 'undici'

import { encodeRecord } from '../harness/model/record-key.ts'
import { HttpEngine } from '../harness/load/http/engine.ts'
import { readOutcome } from '../harness/load/http/read-outcome.ts'
import { postHead } from '../harness/load/http/request-head.ts'
import { monotonicUs } from '../harness/system/clock.ts'
import { ingestOf, loadOf, planOf } from '../tests/support/small-load.ts'

const clients = ['ours', 'undici', 'autocannon'] as const
type Client = (typeof clients)[number]

type Autocannon = (options: Readonly<Record<string, unknown>>) => Promise<{ readonly '2xx': number; readonly errors: number }>

const connections = 64
const headers = { 'content-type': 'application/json', authorization: 'Bearer key' }

/** Sends all bodies once, each in a request of its own, and resolves when each was accepted. */
type Send = (port: number, bodies: readonly Buffer[]) => Promise<void>

const senders: Readonly<Record<Client, Send>> = {
  ours: async (port, bodies) => {
    const finished = Promise.withResolvers<void>()
    const { host, tenants } = ingestOf(port)
    const head = postHead({ host, port }, tenants['acme'] ?? { path: '/', headers: {} })
    let next = 0
    let accepted = 0
    const engine = new HttpEngine({
      host: '127.0.0.1',
      port,
      slots: connections,
      requestTimeoutUs: 10_000_000,
      onAnswer: (_, answer) => {
        if (readOutcome(answer, 1)[0]?.kind === 'accepted') accepted += 1
        else finished.reject(new Error(`status ${answer.status}`))
      },
      onLost: (_, kind) => finished.reject(new Error(kind)),
      onFree: () => send(),
    })
    function send(): void {
      while (next < bodies.length && engine.freeSlots > 0) {
        next += 1
        engine.send(next, head, [bodies[next - 1] ?? head], monotonicUs())
      }
      if (accepted === bodies.length) finished.resolve()
    }
    send()
    await finished.promise
    engine.close()
  },
  undici: async (port, bodies) => {
    const agent = new Agent({ connections, pipelining: 1 })
    const url = `http://127.0.0.1:${port}/v1/tenants/acme/records`
    let next = 0
    const worker = async (): Promise<void> => {
      while (next < bodies.length) {
        next += 1
        const { statusCode, body } = await request(url, { method: 'POST', headers, body: bodies[next - 1] ?? '', dispatcher: agent })
        await body.json()
        if (statusCode !== 202) throw new Error(`status ${statusCode}`)
      }
    }
    await Promise.all(Array.from({ length: connections }, worker))
    await agent.close()
  },
  autocannon: async (port, bodies) => {
    const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon
    let next = 0
    const setupRequest = (plain: object): object => ({ ...plain, body: bodies[next++ % bodies.length] })
    const result = await autocannon({
      url: `http://127.0.0.1:${port}/v1/tenants/acme/records`,
      connections,
      amount: bodies.length,
      requests: [{ method: 'POST', headers, setupRequest }],
    })
    if (result['2xx'] !== bodies.length) throw new Error(`${result['2xx']} accepted of ${bodies.length}, ${result.errors} errors`)
  },
}

const [, , client, port, count] = process.argv
const send = senders[clients.find((name) => name === client) ?? 'ours']
const { records } = planOf(loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: Number(count) }] }))
const bodies = records.map((record) => Buffer.from(encodeRecord(record)))
await send(Number(port), bodies.slice(0, Math.ceil(bodies.length / 4)))
const before = process.cpuUsage()
await send(Number(port), bodies)
const { user, system } = process.cpuUsage(before)
process.stdout.write(`${JSON.stringify({ cpuUs: user + system, requests: bodies.length })}\n`)
process.exit()
