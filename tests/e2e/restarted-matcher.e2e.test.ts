import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import { defaultProfile } from '../../harness/model/match-result.ts'
import { encodeRecord } from '../../harness/model/record-key.ts'
import type { CanonicalRecord, Side } from '../../harness/model/record.ts'
import eventDriven from '../../systems/event-driven.ts'
import { recordOf } from '../support/sample-record.ts'

/** One side of a payment of 100.00 USD. */
function charge(tenant: string, side: Side, ref: string): CanonicalRecord {
  return recordOf({ tenant, side, recordId: `${side}-${ref}`, kind: 'charge', ref, grossMinor: 10_000n })
}

/** Until the condition holds; the test's own time limit is the bound. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('a matcher that is killed is started again in its slot, and goes on', async ({ signal }) => {
  const folder = mkdtempSync(join(tmpdir(), 'one-pair-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const options = {
    matchers: 1,
    switches: ['kill:between-commits@1'],
    underTest: true,
    logDir: join(folder, 'logs'),
    progress: () => undefined,
    signal,
  }
  await using environment = await startLocal(eventDriven, options)
  await using system = eventDriven.connect(environment.endpoints)
  environment.expectDeaths('matcher-0', 1, [[]])
  const pidOf = (name: string): number | undefined => environment.processes.find((process) => process.name === name)?.pid
  const before = pidOf('matcher-0')
  const tenant = 'acme-1'
  const ingest = await system.prepareTenants([tenant], defaultProfile, signal)
  const { path, headers } = ingest.tenants[tenant] ?? { path: '', headers: {} }
  const body = `[${[charge(tenant, 'ledger', 'pi_1'), charge(tenant, 'processor', 'pi_1')].map(encodeRecord).join(',')}]`
  const response = await fetch(`http://${ingest.host}:${ingest.port}${path}`, { method: 'POST', headers, body, signal })
  expect(response.status).toBe(202)

  await until(() => pidOf('matcher-0') !== before)
  await until(async () => (await system.sampleLag(signal)).totalRecords === 0)
  // Asked for from outside: the same slot, and the api at the port where the load goes.
  await environment.restartProcess('matcher-0', signal)
  await environment.restartProcess('api-0', signal)
  expect(environment.endpoints.ports['api-0']).toBe(ingest.port)
  expect((await fetch(`http://${ingest.host}:${ingest.port}/health/ready`, { signal })).status).toBe(200)

  await using final = await system.readFinalState([tenant], signal)
  const rows = await Array.fromAsync(final.rows)
  expect(rows.map(({ current }) => [current?.result.state, current?.version])).toEqual([
    ['MATCHED', 1],
    ['MATCHED', 1],
  ])
  const log = readFileSync(join(folder, 'logs', 'matcher-0.log'), 'utf8')
  expect(log).toContain('"killPoint":"between-commits"')
})
