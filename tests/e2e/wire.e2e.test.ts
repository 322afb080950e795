import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StartedEnvironment } from '../../harness/environment/port.ts'
import { decodeDecisionValue } from '../../harness/model/decode-decision.ts'
import { decodeRecord } from '../../harness/model/decode-record.ts'
import { defaultProfile } from '../../harness/model/match-result.ts'
import { contentOf, encodeRecord, identityOf } from '../../harness/model/record-key.ts'
import type { RecordIdentity } from '../../harness/model/record-key.ts'
import { kinds, sides } from '../../harness/model/record.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { startObserver } from '../../harness/system/observe.ts'
import type { SystemUnderTest } from '../../harness/system/port.ts'
import eventDriven from '../../systems/event-driven.ts'
import { badRecords, charge, misplacedKinds, oddRecords } from './wire-records.ts'
import type { Wire } from './wire-records.ts'
import { startStack } from '../support/start-stack.ts'

const tenant = 'Zürich & Söhne/1'
const stranger = 'stranger'
const crowd = 'crowd'
const started = new AsyncDisposableStack()
const folder = mkdtempSync(join(tmpdir(), 'wire-'))
let environment: StartedEnvironment
let system: SystemUnderTest
let keys: Readonly<Record<string, string>> = {}
let baseUrl = ''

beforeAll(async () => {
  const bound = AbortSignal.timeout(240_000)
  const options = { matchers: 1, switches: [], underTest: false, logDir: join(folder, 'logs'), progress: () => undefined, signal: bound }
  environment = started.use(await startStack(eventDriven, options, process.env))
  system = started.use(eventDriven.connect(environment.endpoints))
  const { host, port, tenants } = await system.prepareTenants([tenant, stranger, crowd], defaultProfile, bound)
  baseUrl = `http://${host}:${port}`
  keys = Object.fromEntries(Object.entries(tenants).map(([name, { headers }]) => [name, headers['authorization'] ?? '']))
})
afterAll(async () => {
  await started[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly json: Readonly<Record<string, unknown>>
}

interface Call {
  readonly method: string
  readonly path: string
  readonly key?: string | undefined
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

async function call({ method, path, key, body }: Call, signal: AbortSignal): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: key }) }
  const init = { method, headers, signal, ...(body === undefined ? {} : { body, duplex: 'half' as const }) }
  const response = await fetch(baseUrl + path, init)
  const json = (await response.json()) as Answer['json']
  return { status: response.status, retryAfter: response.headers.get('retry-after'), json }
}

function pathOf(name: string, rest = '/records'): string {
  return `/v1/tenants/${encodeURIComponent(name)}${rest}`
}

function post(body: unknown, signal: AbortSignal, name = tenant): Promise<Answer> {
  return call({ method: 'POST', path: pathOf(name), key: keys[name], body: typeof body === 'string' ? body : JSON.stringify(body) }, signal)
}

function lookUp(content: string, { merchant, source, account, recordId, kind }: RecordIdentity, signal: AbortSignal): Promise<Answer> {
  const query = new URLSearchParams({ merchant, source, account, recordId, kind })
  return call({ method: 'GET', path: pathOf(tenant, `/records/${content}?${query.toString()}`), key: keys[tenant] }, signal)
}

async function drained(signal: AbortSignal): Promise<void> {
  while ((await system.sampleLag(signal)).totalRecords > 0) await delay(20, undefined, { signal })
}

async function heldContents(name: string, signal: AbortSignal): Promise<Set<string>> {
  await using final = await system.readFinalState([name], signal)
  return new Set((await Array.fromAsync(final.rows)).map(({ content }) => content))
}

/** As the harness reads it. */
function decoded(wire: unknown): CanonicalRecord {
  const result = decodeRecord(structuredClone(wire))
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems))
  return result.record
}

/** Without what is undefined, as JSON is. */
function plain(wire: Wire): Wire {
  return JSON.parse(JSON.stringify(wire)) as Wire
}

describe('valid records of all kinds', () => {
  const everyKind = sides.flatMap((side) =>
    kinds.map((kind) => ({ name: `${kind} on side ${side}`, change: { side, kind, ref: `${side} ${kind}` } })),
  )
  const wires = [...oddRecords, ...everyKind]
    .map(({ change }, index) => plain(charge(tenant, `odd-${index}`, change)))
    .filter((wire) => decodeRecord(wire).kind === 'record')

  test('have one content on both sides, in the state, in the log of decisions, and when they are looked up', async ({ signal }) => {
    expect(wires.length).toBe(oddRecords.length + sides.length * kinds.length - misplacedKinds.length)
    const file = join(folder, 'decisions.ndjson')
    await using observer = await startObserver({ decisions: system.decisions, file, signal })
    const records = wires.map(decoded)
    const expected = new Map(records.map((record) => [contentOf(record), identityOf(record)]))
    // As they are, and one of them alone; then as the harness writes them, with the fields in another order: all of it redeliveries.
    expect(await post(wires, signal)).toMatchObject({
      status: 202,
      json: { results: wires.map(() => ({ offset: expect.any(String) as string })) },
    })
    expect((await post(wires[0], signal)).status).toBe(202)
    expect((await post(`[${records.map(encodeRecord).join(',')}]`, signal)).status).toBe(202)
    expect(
      (
        await post(
          wires.map((wire) => Object.fromEntries(Object.entries(wire).toReversed())),
          signal,
        )
      ).status,
    ).toBe(202)
    const { closeId, partitions } = await system.close(tenant, '9999-12-31', signal)
    while (observer.closedPartitions(closeId).size < partitions) await delay(20, undefined, { signal })
    await observer.finish(signal)

    const events = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => decodeDecisionValue((JSON.parse(line) as { e: unknown }).e))
    expect(events.filter(({ kind }) => kind === 'problem')).toEqual([])
    expect(new Map(events.flatMap((event) => (event.kind === 'decision' ? [[event.content, event.identity] as const] : [])))).toEqual(
      expected,
    )
    expect(await heldContents(tenant, signal)).toEqual(new Set(expected.keys()))
    for (const record of records) {
      const content = contentOf(record)
      const { status, json } = await lookUp(content, identityOf(record), signal)
      expect({ status, content: json['content'], record: decoded(json['record']) }).toEqual({ status: 200, content, record })
    }
  })

  test('of another tenant are not found, nor is a content that nobody sent', async ({ signal }) => {
    const record = decoded(wires[0])
    expect((await lookUp('0'.repeat(32), identityOf(record), signal)).status).toBe(404)
    const path = `${pathOf(tenant, `/records/${contentOf(record)}`)}?merchant=m1`
    expect((await call({ method: 'GET', path, key: keys[stranger] }, signal)).status).toBe(403)
  })
})

describe('what breaks the specification is refused by both sides, and nothing of its request is taken', () => {
  const neighbour = (index: number): Wire => charge(stranger, `beside-${index}`)

  test.each(badRecords.map((row, index) => ({ ...row, index })))('$name', async ({ change, field, decoder = field, index }) => {
    const wire = plain(charge(stranger, 'bad', change))
    const refused = decodeRecord(wire)
    expect(refused.kind === 'problems' && refused.problems.map((problem) => problem.field)).toContain(decoder)
    const { status, json } = await post([neighbour(index), wire], AbortSignal.timeout(30_000), stranger)
    expect({ status, error: json['error'] }).toEqual({ status: 400, error: 'BAD_RECORD' })
    const problems = json['problems'] as readonly { index: number; field: string; expected: string; seen: string }[]
    expect(problems.map((problem) => problem.field)).toContain(field)
    expect(problems.every((problem) => problem.index === 1 && problem.expected !== '' && problem.seen !== '')).toBe(true)
  })

  test.each(['', '{', '[]', '[[]]', 'null', '7', '"text"', '[null]', 'NaN'])('the body %j', async (body) => {
    expect(await post(body, AbortSignal.timeout(30_000), stranger)).toMatchObject({ status: 400, json: { error: 'BAD_RECORD' } })
  })

  test('a body that is no UTF-8, which would otherwise be held as another text than was sent', async ({ signal }) => {
    const [before = '', after = ''] = JSON.stringify(charge(stranger, 'name?')).split('name?')
    const body = Uint8Array.from([...Buffer.from(before), 0xc3, 0x28, ...Buffer.from(after)])
    const answer = await call({ method: 'POST', path: pathOf(stranger), key: keys[stranger], body }, signal)
    expect(answer).toMatchObject({ status: 400, json: { error: 'BAD_RECORD', problems: [{ expected: 'JSON in UTF-8' }] } })
  })

  test('every problem of a body is told', async ({ signal }) => {
    const body = [charge(stranger, 'a', { currency: 'usd', colour: 1 }), neighbour(0), charge(stranger, 'b', { netMinor: '0' })]
    const { json } = await post(body, signal, stranger)
    const problems = json['problems'] as readonly { index: number; field: string }[]
    expect(problems.map(({ index, field }) => `${index} ${field}`).toSorted()).toEqual(['0 colour', '0 currency', '2 netMinor'])
  })

  test('nothing is held of all that', async ({ signal }) => {
    await drained(signal)
    expect(await heldContents(stranger, signal)).toEqual(new Set())
  })
})

test('any mixture of odd and bad values is taken by both sides or by neither', async () => {
  const changes = [...oddRecords, ...badRecords].flatMap(({ change }) => Object.entries(change))
  const mixture = fc.array(fc.constantFrom(...changes, ...changes), { minLength: 1, maxLength: 5 })
  const seen = { taken: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(mixture, async (mixed) => {
      const wire = plain(charge(tenant, 'mixed', Object.fromEntries(mixed)))
      const { status, json } = await post(wire, AbortSignal.timeout(30_000))
      const taken = decodeRecord(wire).kind === 'record'
      seen[taken ? 'taken' : 'refused']++
      expect(status, JSON.stringify({ wire, json })).toBe(taken ? 202 : 400)
    }),
    { seed: 5, numRuns: 400 },
  )
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(40)
})

describe('who may call', () => {
  const body = JSON.stringify([charge(tenant, 'uncalled')])
  const records = { method: 'POST', path: pathOf(tenant), body }
  const close = { method: 'POST', path: pathOf(tenant, '/close'), body: '{"date":"2026-02-01"}' }
  test.each([
    { name: 'records without a key', status: 401, request: () => records },
    { name: 'records with an unknown key', status: 401, request: () => ({ ...records, key: 'Bearer nobody' }) },
    { name: 'records with a key that is no bearer', status: 401, request: () => ({ ...records, key: 'Basic nobody' }) },
    { name: 'records with the admin key', status: 401, request: () => ({ ...records, key: `Bearer ${environment.endpoints.adminKey}` }) },
    { name: 'records with another tenant’s key', status: 403, request: () => ({ ...records, key: keys[stranger] }) },
    { name: 'another tenant’s record', status: 403, request: () => ({ ...records, path: pathOf(stranger), key: keys[stranger] }) },
    { name: 'a close without a key', status: 401, request: () => close },
    { name: 'a close with another tenant’s key', status: 403, request: () => ({ ...close, key: keys[stranger] }) },
    { name: 'a close on no day', status: 400, request: () => ({ ...close, key: keys[tenant], body: '{"date":"2026-02-30"}' }) },
    { name: 'a tenant without the admin key', status: 401, request: () => ({ method: 'PUT', path: pathOf('new', ''), body: '{}' }) },
    {
      name: 'a tenant with a tenant’s key',
      status: 401,
      request: () => ({ method: 'PUT', path: pathOf('new', ''), key: keys[tenant], body: '{}' }),
    },
    { name: 'a path that is no text', status: 400, request: () => ({ ...records, path: '/v1/tenants/%ff/records', key: keys[tenant] }) },
  ] satisfies { name: string; status: number; request: () => Call }[])('$name: $status', async ({ status, request }) => {
    expect((await call(request(), AbortSignal.timeout(30_000))).status).toBe(status)
  })

  test('the same tenant again has the same key', async ({ signal }) => {
    const again = await system.prepareTenants([stranger], defaultProfile, signal)
    expect(again.tenants[stranger]?.headers['authorization']).toBe(keys[stranger])
  })
})

describe('how much is taken', () => {
  const mebibyte = 1_048_576
  const one = JSON.stringify(charge(stranger, 'padded'))
  const padded = (bytes: number): string => `[${one}${' '.repeat(bytes - one.length - 2)}]`
  const streamed = (text: string): ReadableStream<Uint8Array> => new Blob([text]).stream()
  test.each([
    { name: '1 MiB', status: 202, body: () => padded(mebibyte) },
    { name: 'a byte more', status: 413, body: () => padded(mebibyte + 1) },
    { name: 'a byte more, its length not told', status: 413, body: () => streamed(padded(mebibyte + 1)) },
    { name: '1,000 records', status: 202, body: () => JSON.stringify(Array.from({ length: 1_000 }, () => charge(stranger, 'many'))) },
    { name: '1,001 records', status: 413, body: () => JSON.stringify(Array.from({ length: 1_001 }, () => charge(stranger, 'more'))) },
  ])('$name: $status', async ({ status, body }) => {
    const request = { method: 'POST', path: pathOf(stranger), key: keys[stranger], body: body() }
    expect((await call(request, AbortSignal.timeout(60_000))).status).toBe(status)
  })

  test('a log that stands still: 429 with Retry-After and nothing taken, until it goes on', async ({ signal }) => {
    const bodies = Array.from({ length: 26 }, (_, request) =>
      Array.from({ length: 1_000 }, (_, index) => charge(crowd, `${request}-${index}`, { merchant: `m${index % 50}`, kind: 'fee' })),
    )
    await environment.signalProcess('kafka', 'SIGSTOP')
    const seen = { refusals: 0 }
    const answers = bodies.map(async (body) => {
      const answer = await post(body, signal, crowd)
      if (answer.status === 429) seen.refusals++
      return answer
    })
    // The api holds no more than 20,000 records: of 26 requests, some must be told at once to come again.
    while (seen.refusals < 3) await delay(20, undefined, { signal })
    await environment.signalProcess('kafka', 'SIGCONT')
    const told = await Promise.all(answers)
    const refused = told.filter(({ status }) => status === 429)
    expect(refused.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true)
    expect(told.filter(({ status }) => status !== 429 && status !== 202)).toEqual([])
    await drained(signal)
    const contents = bodies.flatMap((body, request) => (told[request]?.status === 202 ? body.map((wire) => contentOf(decoded(wire))) : []))
    expect(await heldContents(crowd, signal)).toEqual(new Set(contents))
    expect((await post(bodies[told.findIndex(({ status }) => status === 429)], signal, crowd)).status).toBe(202)
  })
})
