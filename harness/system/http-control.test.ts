import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { defaultProfile } from '../model/match-result.ts'
import { postClose, putTenant } from './http-control.ts'

interface Asked {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}

/** A small server that answers every request in one way, or not at all. */
async function serve(answer: { readonly status: number; readonly body: string } | 'never') {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      asked.push({ method, url, authorization: headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) })
      if (answer !== 'never') response.writeHead(answer.status).end(answer.body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const never = new AbortController().signal

test('a tenant is put with its profile under the admin key, and answers its own key', async () => {
  await using server = await serve({ status: 200, body: '{"tenant":"a b","key":"k1"}' })
  const profile = { ...defaultProfile, tolerance: { abs: 12n, bps: 3n } }
  expect(await putTenant({ baseUrl: server.baseUrl, adminKey: 'admin' }, 'a b', profile, never)).toBe('k1')
  expect(server.asked).toEqual([
    {
      method: 'PUT',
      url: '/v1/tenants/a%20b',
      authorization: 'Bearer admin',
      body: { profile: { carryDays: 5, tolerance: { abs: '12', bps: 3 } } },
    },
  ])
})

test('a close answers its id and the number of partitions', async () => {
  await using server = await serve({ status: 202, body: '{"closeId":"c1","partitions":48}' })
  expect(await postClose(server.baseUrl, 'a', 'k1', '2026-01-31', never)).toEqual({ closeId: 'c1', partitions: 48 })
  expect(server.asked).toMatchObject([
    { method: 'POST', url: '/v1/tenants/a/close', authorization: 'Bearer k1', body: { date: '2026-01-31' } },
  ])
})

test.each([
  { status: 401, body: '{"error":"NO_KEY"}', seen: 'expected 202, got 401 {"error":"NO_KEY"}' },
  { status: 202, body: '{"closeId":7}', seen: 'expected closeId and partitions' },
])('the answer $status $body is told with what was expected', async ({ status, body, seen }) => {
  await using server = await serve({ status, body })
  await expect(postClose(server.baseUrl, 'a', 'k', '2026-01-31', never)).rejects.toMatchObject({
    code: 'TARGET_UNREACHABLE',
    message: expect.stringContaining(seen) as unknown,
  })
})

test('nobody listening is told as such', async () => {
  const server = await serve('never')
  await server[Symbol.asyncDispose]()
  await expect(postClose(server.baseUrl, 'a', 'k', '2026-01-31', never)).rejects.toMatchObject({ code: 'TARGET_UNREACHABLE' })
})

test('an abort ends a call that nobody answers, with its own reason', async () => {
  await using server = await serve('never')
  const stop = new AbortController()
  const call = postClose(server.baseUrl, 'a', 'k', '2026-01-31', stop.signal)
  stop.abort(new Error('Ctrl-C'))
  await expect(call).rejects.toThrow('Ctrl-C')
})
