import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { expect, test } from 'vitest'
import { brokerHost } from './advertised-brokers.ts'
import { requireAllowedSystem } from './remote-hosts.ts'

const apis = { metadata: 3, versions: 18 } as const

function int(bytes: 2 | 4, ...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length)
  for (const [index, value] of values.entries()) buffer.writeIntBE(value, index * bytes, bytes)
  return buffer
}

function text(value: string): Buffer {
  return Buffer.concat([int(2, value.length), Buffer.from(value)])
}

/** As much of a broker as a client needs to be told of others: it answers ApiVersions (v2) and Metadata (v1), and names two brokers elsewhere. */
function answer(request: Buffer): Buffer {
  const [api, correlation] = [request.readInt16BE(0), request.subarray(4, 8)]
  const versions = [int(2, 0), int(4, 2), int(2, apis.metadata, 1, 1), int(2, apis.versions, 0, 2), int(4, 0)]
  const broker = (id: number, host: string): Buffer[] => [int(4, id), text(host), int(4, 9092), int(2, -1)]
  const metadata = [int(4, 2), ...broker(1, '192.0.2.1'), ...broker(2, '192.0.2.2'), int(4, 1), int(4, 0)]
  const body = Buffer.concat([correlation, ...(api === apis.metadata ? metadata : versions)])
  return Buffer.concat([int(4, body.length), body])
}

async function startBroker() {
  const server = createServer((socket) => {
    let held = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk])
      while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
        const end = 4 + held.readInt32BE(0)
        socket.write(answer(held.subarray(4, end)))
        held = held.subarray(end)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

test('brokers that send their clients to another host are refused, and nothing goes there', async () => {
  const sockets: Socket[] = []
  const onSocket = (message: unknown): void => void sockets.push((message as { readonly socket: Socket }).socket)
  subscribe('net.client.socket', onSocket)
  await using broker = await startBroker()
  const system = { hosts: ['127.0.0.1'], decisions: { kind: 'kafka', brokers: [broker.address], topic: 'decisions' } } as const
  const { signal } = new AbortController()
  await expect(requireAllowedSystem(system, { name: 'forwarded' }, signal)).rejects.toMatchObject({
    code: 'BAD_CONFIGURATION',
    problems: ['192.0.2.1: is not loopback', '192.0.2.2: is not loopback'],
  })
  const remote = { hosts: ['192.0.2.1', '192.0.2.2'], ratePerSecondMax: 10, tenantPrefix: 'loadtest-' }
  await requireAllowedSystem(system, { name: 'forwarded', remote }, signal)
  unsubscribe('net.client.socket', onSocket)
  expect(sockets.length).toBeGreaterThan(0)
  expect(new Set(sockets.map(({ remoteAddress = '127.0.0.1' }) => remoteAddress))).toEqual(new Set(['127.0.0.1']))
})

test.each([
  ['127.0.0.1:9092', '127.0.0.1'],
  ['kafka.test', 'kafka.test'],
  ['kafka.test:127.0.0.1:9092', 'kafka.test'],
])('%s is on %s for the client', (broker, host) => expect(brokerHost(broker)).toBe(host))
