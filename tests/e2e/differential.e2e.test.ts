import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import type { FinalStateRow, HistoryRow } from '../../harness/model/decision.ts'
import { decodeDecisionValue } from '../../harness/model/decode-decision.ts'
import { states } from '../../harness/model/match-result.ts'
import { encodeRecord } from '../../harness/model/record-key.ts'
import type { CanonicalRecord } from '../../harness/model/record.ts'
import { compareAnswers } from '../../harness/oracle/compare.ts'
import { match } from '../../harness/oracle/match.ts'
import { defineSystem } from '../../harness/system/define-system.ts'
import { startObserver } from '../../harness/system/observe.ts'
import type { HttpIngest, SystemUnderTest } from '../../harness/system/port.ts'
import eventDriven from '../../systems/event-driven.ts'
import { claimedResults } from '../matching/claimed-results.ts'
import { historyProblems } from '../matching/history-problems.ts'
import { phasedWorlds } from '../matching/phased-worlds.ts'
import type { PhasedWorld, WorldGroup } from '../matching/phased-worlds.ts'
import { plainResults } from '../matching/plain-results.ts'

const worldCount = 2_000
const seed = 20_261_121
/** Each close puts a marker into each partition: a few partitions keep dozens of tenants with two closes each quick. */
const partitions = 6
const requestsAtOnce = 8
const recordsPerRequestMax = 1_000
const shownMax = 5

/** The reference stack with few partitions; the kill points are for one matcher alone. */
const system = defineSystem({
  ...eventDriven,
  local: {
    ...eventDriven.local,
    processes: (options) =>
      eventDriven.local.processes(options).map((spec) => ({
        ...spec,
        environment: (endpoints, replica, switches) => ({
          ...spec.environment(endpoints, replica, spec.name === 'matcher' && replica === 1 ? switches : []),
          STACK_PARTITIONS: `${partitions}`,
        }),
      })),
  },
})

test.for([
  { how: 'one matcher', matchers: 1, kills: [] },
  {
    how: 'two matchers, one of them killed twice in the middle',
    matchers: 2,
    kills: ['kill:between-commits@4', 'kill:inside-kafka-transaction@2'],
  },
])(`${worldCount} random worlds, a close in the middle and one at the end: $how`, async ({ matchers, kills }, { signal: testSignal }) => {
  const stop = new AbortController()
  const signal = AbortSignal.any([testSignal, stop.signal])
  const folder = mkdtempSync(join(tmpdir(), 'differential-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const [first, ...later] = kills
  const switches = first === undefined ? [] : [first]
  const logDir = join(folder, 'logs')
  await using environment = await startLocal(system, { matchers, switches, underTest: true, logDir, progress: () => undefined, signal })
  if (kills.length > 0) environment.expectDeaths('matcher-1', kills.length, [...later.map((kill) => [kill]), []])
  // A stack that has died would be waited for until the test's own limit.
  void environment.died.then(({ process, status, lastLines }) => stop.abort(new Error([`${process}: ${status}`, ...lastLines].join('\n'))))
  await using stack = system.connect(environment.endpoints)
  const groups = phasedWorlds(seed, worldCount)
  const ingest = await prepare(stack, groups, signal)
  const file = join(folder, 'decisions.ndjson')
  await using observer = await startObserver({ decisions: stack.decisions, file, signal })
  const closed = async (closeIds: readonly string[]): Promise<void> => {
    while (!closeIds.every((closeId) => observer.closedPartitions(closeId).size === partitions)) await delay(20, undefined, { signal })
  }

  await sendInRounds(
    ingest,
    groups.flatMap(({ worlds }) => worlds.map(({ first }) => first)),
    signal,
  )
  await closed(await closeAll(stack, groups, 'firstClose', signal))
  const afterFirst = await read(stack, groups, signal)
  const early = groups.filter(({ firstClose }) => firstClose !== undefined)
  expectAnswers(early, afterFirst.rows, ({ first }) => first, 'firstClose')

  await sendInRounds(
    ingest,
    groups.flatMap(({ worlds }) => worlds.map(({ second }) => second)),
    signal,
  )
  await closed(await closeAll(stack, groups, 'lastClose', signal))
  while ((await stack.sampleLag(signal)).totalRecords > 0) await delay(20, undefined, { signal })
  await observer.finish(signal)
  const { rows, history } = await read(stack, groups, signal)
  expectAnswers(groups, rows, ({ first, second }) => [...first, ...second], 'lastClose')
  expect(historyProblems(rows, history).slice(0, shownMax)).toEqual([])

  const published = new Set(publishedIn(file))
  expect(new Set(history.map(({ content, version, result }) => `${content} ${version} ${result.state}`))).toEqual(published)
  const log = kills.length === 0 ? '' : readFileSync(join(logDir, 'matcher-1.log'), 'utf8')
  expect(log.split('"killPoint":').length - 1).toBe(kills.length)
  expectCoverage(rows, history)
})

async function prepare(stack: SystemUnderTest, groups: readonly WorldGroup[], signal: AbortSignal): Promise<HttpIngest> {
  const prepared: HttpIngest[] = []
  for (const { tenants, profile } of groups) prepared.push(await stack.prepareTenants(tenants, profile, signal))
  const [first] = prepared
  if (first === undefined) throw new Error('no groups')
  return { ...first, tenants: Object.assign({}, ...prepared.map(({ tenants }) => tenants)) as HttpIngest['tenants'] }
}

/** The n-th record of every world, then the next: so that most records of a world come in batches of their own. */
async function sendInRounds(ingest: HttpIngest, worlds: readonly (readonly CanonicalRecord[])[], signal: AbortSignal): Promise<void> {
  for (let round = 0; worlds.some(({ length }) => length > round); round++) {
    const byTenant = Map.groupBy(
      worlds.flatMap((world) => world.slice(round, round + 1)),
      ({ tenant }) => tenant,
    )
    const requests = [...byTenant].flatMap(([tenant, records]) => requestsOf(tenant, records)).values()
    const send = async (): Promise<void> => {
      for (const [tenant, records] of requests) {
        const { path = '', headers = {} } = ingest.tenants[tenant] ?? {}
        const body = `[${records.map(encodeRecord).join(',')}]`
        const response = await fetch(`http://${ingest.host}:${ingest.port}${path}`, { method: 'POST', headers, body, signal })
        expect(response.status, await response.text()).toBe(202)
      }
    }
    await Promise.all(Array.from({ length: requestsAtOnce }, send))
  }
}

function requestsOf(tenant: string, records: readonly CanonicalRecord[]): [tenant: string, records: readonly CanonicalRecord[]][] {
  const count = Math.ceil(records.length / recordsPerRequestMax)
  return Array.from({ length: count }, (_, index) => [
    tenant,
    records.slice(index * recordsPerRequestMax, (index + 1) * recordsPerRequestMax),
  ])
}

async function closeAll(
  stack: SystemUnderTest,
  groups: readonly WorldGroup[],
  which: 'firstClose' | 'lastClose',
  signal: AbortSignal,
): Promise<string[]> {
  const closeIds: string[] = []
  for (const group of groups) {
    const date = group[which]
    if (date === undefined) continue
    const closes = await Promise.all(group.tenants.map((tenant) => stack.close(tenant, date, signal)))
    closeIds.push(...closes.map(({ closeId }) => closeId))
  }
  return closeIds
}

async function read(
  stack: SystemUnderTest,
  groups: readonly WorldGroup[],
  signal: AbortSignal,
): Promise<{ readonly rows: FinalStateRow[]; readonly history: HistoryRow[] }> {
  await using final = await stack.readFinalState(
    groups.flatMap(({ tenants }) => tenants),
    signal,
  )
  return { rows: await Array.fromAsync(final.rows), history: await Array.fromAsync(final.history) }
}

/** By the oracle's own comparison, and field by field; a world that differs is shown whole, so that it can become a worked example. */
function expectAnswers(
  groups: readonly WorldGroup[],
  rows: readonly FinalStateRow[],
  deliveriesOf: (world: PhasedWorld) => readonly CanonicalRecord[],
  which: 'firstClose' | 'lastClose',
): void {
  const rowsOf = Map.groupBy(rows, ({ identity }) => `${identity.tenant.split('-')[0]} ${identity.merchant.split('-')[0]}`)
  const wrong = groups.flatMap((group) =>
    group.worlds.flatMap((world) => {
      const expected = match(deliveriesOf(world), group.profile, group[which])
      const held = rowsOf.get(`${group.tenants[0]?.split('-')[0]} ${world.name}`) ?? []
      const { deviations, extraRows, unknownRows } = compareAnswers(expected, held, group.profile, group[which])
      const [claimed, right] = [claimedResults(held), plainResults(expected)]
      const differing = [...right].filter(([content, result]) => plainText(claimed.get(content)) !== plainText(result))
      const told = deviations.length + extraRows.length + unknownRows.length
      if (told + differing.length === 0 && claimed.size === right.size) return []
      const { profile, firstClose, lastClose } = group
      const differences = differing.map(([content, result]) => ({ content, right: result, claimed: claimed.get(content) }))
      return [plainText({ profile, firstClose, lastClose, first: world.first, second: world.second, deviations, differences })]
    }),
  )
  expect(wrong.slice(0, shownMax), `${wrong.length} worlds differ after the ${which}`).toEqual([])
}

function expectCoverage(rows: readonly FinalStateRow[], history: readonly HistoryRow[]): void {
  const seen = Map.groupBy(rows, ({ current }) => current?.result.state ?? 'OPEN')
  expect(states.filter((state) => (seen.get(state)?.length ?? 0) < 10)).toEqual([])
  const reopened = [...Map.groupBy(history, ({ content }) => content).values()].filter((versions) =>
    versions.some(
      ({ result, version }) =>
        result.state === 'MATCHED' && versions.some((next) => next.version === version + 1 && next.result.state === 'OPEN'),
    ),
  )
  expect(reopened.length).toBeGreaterThan(10)
}

function publishedIn(file: string): string[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.flatMap((line) => {
    const event = decodeDecisionValue((JSON.parse(line) as { e: unknown }).e)
    if (event.kind === 'problem') throw new Error(event.problem)
    return event.kind === 'decision' ? [`${event.content} ${event.version} ${event.result.state}`] : []
  })
}

function plainText(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) => (typeof field === 'bigint' ? `${field}` : field)) ?? 'nothing'
}
