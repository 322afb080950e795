import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { decodeDecisionValue } from '../../harness/model/decode-decision.ts'
import { defaultProfile } from '../../harness/model/match-result.ts'
import { contentOf, encodeRecord } from '../../harness/model/record-key.ts'
import type { CanonicalRecord, Side } from '../../harness/model/record.ts'
import { startObserver } from '../../harness/system/observe.ts'
import eventDriven from '../../systems/event-driven.ts'
import { recordOf } from '../support/sample-record.ts'
import { startStack } from '../support/start-stack.ts'

const closeDate = '2026-02-01'

/** One side of a payment of 100.00 USD. */
function charge(tenant: string, side: Side, ref: string): CanonicalRecord {
  return recordOf({ tenant, side, recordId: `${side}-${ref}`, kind: 'charge', ref, grossMinor: 10_000n })
}

/** Until the condition holds; the test's own time limit is the bound. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('a pair and a single record go through the whole stack: accepted, decided, closed, read', async ({ signal }) => {
  const folder = mkdtempSync(join(tmpdir(), 'one-pair-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [tenant, other] = ['acme-1', 'other-1']
  const pair = [charge(tenant, 'ledger', 'pi_1'), charge(tenant, 'processor', 'pi_1')]
  const single = charge(tenant, 'ledger', 'pi_2')
  const foreign = charge(other, 'ledger', 'pi_1')

  const progress: string[] = []
  const options = {
    matchers: 2,
    switches: [],
    underTest: false,
    logDir: join(folder, 'logs'),
    progress: (text: string) => void progress.push(text),
    signal,
  }
  await using environment = await startStack(eventDriven, options, process.env)
  expect(environment.processes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['postgres', 'kafka', 'api-0', 'matcher-0', 'matcher-1']),
  )
  await using system = eventDriven.connect(environment.endpoints)
  const ingest = await system.prepareTenants([tenant, other], defaultProfile, signal)
  const file = join(folder, 'decisions.ndjson')
  await using observer = await startObserver({ decisions: system.decisions, file, signal })

  const send = async (wireTenant: string, records: readonly CanonicalRecord[], key = wireTenant): Promise<number> => {
    const { path } = ingest.tenants[wireTenant] ?? { path: '' }
    const { headers } = ingest.tenants[key] ?? { headers: {} }
    const body = `[${records.map(encodeRecord).join(',')}]`
    const response = await fetch(`http://${ingest.host}:${ingest.port}${path}`, { method: 'POST', headers, body, signal })
    await response.arrayBuffer()
    return response.status
  }
  expect(await send(tenant, [...pair, single])).toBe(202)
  expect(await send(other, [foreign])).toBe(202)
  // The same again is a redelivery; another tenant's key opens nothing.
  expect(await send(tenant, pair)).toBe(202)
  expect(await send(tenant, pair, other)).toBe(403)

  await until(() => observer.progress().records === 2)
  await until(async () => (await system.sampleLag(signal)).totalRecords === 0)
  const { closeId, partitions } = await system.close(tenant, closeDate, signal)
  await until(() => observer.closedPartitions(closeId).size === partitions)
  await observer.finish(signal)

  await using final = await system.readFinalState([tenant], signal)
  const rows = await Array.fromAsync(final.rows)
  const history = await Array.fromAsync(final.history)
  const states = Object.fromEntries(rows.map(({ content, current }) => [content, current?.result.state]))
  expect(states).toEqual({
    [contentOf(pair[0] ?? single)]: 'MATCHED',
    [contentOf(pair[1] ?? single)]: 'MATCHED',
    [contentOf(single)]: 'EX:MISSING_AT_PROCESSOR',
  })
  expect(
    rows.every(({ identity, grossMinor, currency }) => identity.tenant === tenant && grossMinor === 10_000n && currency === 'USD'),
  ).toBe(true)
  expect(history.map(({ version, cause }) => `${version} by ${cause.kind}`).toSorted()).toEqual([
    '1 by close',
    '1 by record',
    '1 by record',
  ])

  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  const events = lines.map((line) => decodeDecisionValue((JSON.parse(line) as { e: unknown }).e))
  expect(events.filter(({ kind }) => kind === 'problem')).toEqual([])
  const decided = events.flatMap((event) => (event.kind === 'decision' ? [`${event.content} ${event.result.state} ${event.version}`] : []))
  expect(new Set(decided)).toEqual(new Set(rows.map(({ content, current }) => `${content} ${current?.result.state} ${current?.version}`)))
  expect(await system.describe(signal)).toMatchObject({ partitions: `${partitions}`, tables: 'in 2 hash partitions' })
})
