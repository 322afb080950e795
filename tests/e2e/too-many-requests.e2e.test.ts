import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { defaultProfile } from '../../harness/model/match-result.ts'
import eventDriven from '../../systems/event-driven.ts'
import { charge } from './wire-records.ts'
import { startStack } from '../support/start-stack.ts'

const tenant = 'flood'
/** Few connections with many requests behind one another: no machine's limit of open files matters. */
const sockets = 50
const requestsEach = 200

test('10,000 requests at once: 503 with Retry-After for the next, nothing of it taken, and all before it are answered', async ({
  signal,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'flood-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const options = { matchers: 1, switches: [], underTest: false, logDir: folder, progress: () => undefined, signal }
  await using environment = await startStack(eventDriven, options, process.env)
  await using system = eventDriven.connect(environment.endpoints)
  const { host, port, tenants } = await system.prepareTenants([tenant], defaultProfile, signal)
  const { path = '', headers = {} } = tenants[tenant] ?? {}
  const url = `http://${host}:${port}`
  const bodyOf = (name: string): string => JSON.stringify(charge(tenant, name, { kind: 'fee', merchant: `m${name.slice(-1)}` }))
  const post = (name: string): Promise<Response> => fetch(url + path, { method: 'POST', headers, body: bodyOf(name), signal })
  const head = [`POST ${path} HTTP/1.1`, `host: ${host}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join(
    '\r\n',
  )
  const request = (name: string): string => `${head}\r\ncontent-length: ${Buffer.byteLength(bodyOf(name))}\r\n\r\n${bodyOf(name)}`
  expect((await post('before')).status).toBe(202)

  await environment.signalProcess('kafka', 'SIGSTOP')
  const answers = Array.from({ length: sockets }, (_, socketIndex) => {
    const socket = connect({ host, port, signal })
    socket.write(Array.from({ length: requestsEach }, (_, index) => request(`${socketIndex}-${index}`)).join(''))
    return statusesOf(socket, requestsEach)
  })
  // Once they all are under way, the next is turned away, whatever it asks for.
  while ((await fetch(`${url}/health/live`, { signal })).status !== 503) await delay(5, undefined, { signal })
  const refused = await post('one more')
  expect({ status: refused.status, ...((await refused.json()) as object) }).toEqual({ status: 503, error: 'TOO_MANY_REQUESTS' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  await environment.signalProcess('kafka', 'SIGCONT')

  const statuses = (await Promise.all(answers)).flat()
  expect(statuses.filter((status) => status !== '202')).toEqual([])
  while ((await system.sampleLag(signal)).totalRecords > 0) await delay(20, undefined, { signal })
  await using final = await system.readFinalState([tenant], signal)
  const held = new Set((await Array.fromAsync(final.rows)).map(({ identity }) => identity.recordId))
  expect(held.size).toBe(1 + sockets * requestsEach)
  expect(held.has('one more')).toBe(false)
  expect((await post('one more')).status).toBe(202)
})

/** The statuses of so many answers, in the order of their requests. */
async function statusesOf(socket: AsyncIterable<Buffer>, count: number): Promise<string[]> {
  let text = ''
  for await (const chunk of socket) {
    text += chunk.toString('latin1')
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status = '']) => status)
    if (statuses.length === count) return statuses
  }
  throw new Error(`the connection ended after ${text.slice(-200)}`)
}
