/** The worked worlds of the matching specification, through the real SQL on a real PostgreSQL, delivered in several ways. */

import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyCloses, applyRecords, nextStep, ownPartitions } from '../matcher/batch-store.ts'
import type { CloseMarker, Epochs } from '../matcher/batch-store.ts'
import type { StagedRecord } from '../matcher/copy-format.ts'
import { keysOf } from '../wire/keys.ts'
import { readRecord } from '../wire/record.ts'
import type { RecordProblem } from '../wire/record.ts'
import { emptyTables, formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

interface World {
  readonly name: string
  readonly profile?: Profile
  readonly records: readonly unknown[]
  readonly closeDate: string | null
  readonly results: readonly ExpectedResult[]
  readonly redelivered: number
}
interface Profile {
  readonly carryDays: number
  readonly tolerance: { readonly abs: string; readonly bps: number }
}
interface ExpectedResult {
  readonly record: number
  readonly state: string
  readonly ruleId?: string
  readonly varianceMinor?: string
  readonly leg1Group?: readonly number[]
  readonly leg2bGroup?: readonly number[]
  readonly payout?: { readonly memberCount: number; readonly residualMinor: string } | null
}
interface FinalRow {
  readonly content: string
  readonly state: string | null
  readonly rule_id: string | null
  readonly variance_minor: string | null
  readonly leg1_group: string | null
  readonly leg2b_group: string | null
  readonly member_count: number | null
  readonly residual_minor: string | null
}

const { worlds, profile: usual } = JSON.parse(readFileSync(new URL('examples.json', import.meta.url), 'utf8')) as {
  worlds: readonly World[]
  profile: Profile
}

let session: MatcherSession
let client: Client
let epochs: Epochs
let nextOffset = 0n

/** Deliveries of a world's records, each a list of batches of indexes. */
const deliveries: readonly { readonly how: string; readonly batches: (count: number) => number[][] }[] = [
  { how: 'one at a time', batches: (count) => indexes(count).map((index) => [index]) },
  { how: 'in one batch', batches: (count) => [indexes(count)] },
  { how: 'backwards in pairs', batches: (count) => pairs(indexes(count).toReversed()) },
  {
    how: 'interleaved, one at a time',
    batches: (count) =>
      indexes(count)
        .toSorted((a, b) => ((a * 7) % 11) - ((b * 7) % 11) || a - b)
        .map((index) => [index]),
  },
]

describe.each(formsTested)('$name', (tested) => {
  beforeAll(async () => {
    session = await startMatcherSession(tested)
    ;({ client, epochs } = session)
  })
  afterAll(() => session?.[Symbol.asyncDispose]())

  describe.each(deliveries)('records delivered $how', ({ batches }) => {
    test.each(worlds)('$name', async (world) => {
      await reset(world.profile ?? usual, world)
      const staged = stage(world)
      const published: string[] = []
      for (const batch of batches(staged.length)) {
        const rows = batch.map((index) => ({ ...at(staged, index), offset: nextOffset++ }))
        for (const row of await inTransaction(client, () => applyRecords(client, rows, epochs))) published.push(`${row[6]} ${row[15]}`)
      }
      if (world.closeDate !== null) await close(world, world.closeDate, published)
      await expectAnswers(world, staged)
      const history = await client.query<{ key: string }>(`select encode(content, 'hex') || ' ' || version as key from decision_history`)
      expect(published.toSorted(), 'each decision published once').toEqual(history.rows.map(({ key }) => key).toSorted())
    })
  })

  test('a close in the middle, and one again after it, end where one close at the end does', async () => {
    expect(worlds.length).toBe(40)
    for (const world of worlds.filter(({ closeDate }) => closeDate !== null)) {
      await reset(world.profile ?? usual, world)
      const staged = stage(world)
      for (const [index, row] of staged.entries()) {
        await inTransaction(client, () => applyRecords(client, [{ ...row, offset: nextOffset++ }], epochs))
        if (index === Math.floor(staged.length / 2)) await close(world, '2027-01-01', [])
      }
      await close(world, world.closeDate ?? '', [])
      await expectAnswers(world, staged)
    }
  })

  test('records, a close, records and a close in one transaction end where separate ones do', async () => {
    expect(worlds.length).toBe(40)
    for (const world of worlds.filter(({ closeDate }) => closeDate !== null)) {
      await reset(world.profile ?? usual, world)
      const rows = stage(world).map((row) => ({ ...row, offset: nextOffset++ }))
      const half = Math.ceil(rows.length / 2)
      await inTransaction(client, async () => {
        for (const part of [rows.slice(0, half), rows.slice(half)]) {
          await applyRecords(client, part, epochs)
          await nextStep(client)
          await applyCloses(client, markers(world, world.closeDate ?? ''), epochs)
          await nextStep(client)
        }
      })
      await expectAnswers(world, rows)
    }
  })

  test('a batch that comes again changes nothing and answers with every decision it had caused', async () => {
    for (const world of worlds) {
      await reset(world.profile ?? usual, world)
      const rows = stage(world).map((row) => ({ ...row, offset: nextOffset++ }))
      const half = Math.ceil(rows.length / 2)
      const batches = [rows.slice(0, half), rows.slice(half)].filter(({ length }) => length > 0)
      const first = []
      for (const batch of batches) first.push(...(await inTransaction(client, () => applyRecords(client, batch, epochs))))
      const before = await client.query('select * from decision_history order by content, version')
      const again = await inTransaction(client, () => applyRecords(client, rows, epochs))
      expect(again.map((row) => JSON.stringify(row)).toSorted()).toEqual(first.map((row) => JSON.stringify(row)).toSorted())
      expect((await client.query('select * from decision_history order by content, version')).rows).toEqual(before.rows)
    }
  })

  test('a matcher that lost its partition can commit nothing', async () => {
    const world = worlds[0]
    if (world === undefined) throw new Error('no worlds')
    await reset(usual, world)
    const staged = stage(world)
    const newer = await ownPartitions(client, 'other', [0])
    await expect(inTransaction(client, () => applyRecords(client, staged, epochs))).rejects.toThrow('STALE_EPOCH')
    expect((await client.query('select from record')).rowCount).toBe(0)
    epochs = newer
  })
})

async function close(world: World, date: string, published: string[]): Promise<void> {
  const tenants = new Set(world.records.map((record) => (record as { tenant: string }).tenant))
  const closes = [...tenants].map((tenant) => ({
    closeId: `close-${nextOffset}-${tenant}`,
    tenant,
    date,
    partition: 0,
    offset: nextOffset++,
  }))
  for (const row of await inTransaction(client, () => applyCloses(client, closes, epochs))) published.push(`${row[6]} ${row[15]}`)
  // The same marker again decides nothing anew, and answers with what it had decided.
  const history = await client.query('select from decision_history')
  await inTransaction(client, () => applyCloses(client, closes, epochs))
  expect((await client.query('select from decision_history')).rowCount).toBe(history.rowCount)
}

function markers(world: World, date: string): CloseMarker[] {
  const tenants = new Set(world.records.map((record) => (record as { tenant: string }).tenant))
  return [...tenants].map((tenant) => ({ closeId: `close-${nextOffset}-${tenant}`, tenant, date, partition: 0, offset: nextOffset++ }))
}

async function expectAnswers(world: World, staged: readonly StagedRecord[]): Promise<void> {
  const { rows } = await client.query<FinalRow>(`
    select encode(r.content, 'hex') as content, d.state, d.rule_id, d.variance_minor, d.leg1_group, d.leg2b_group, d.member_count, d.residual_minor
    from record r left join decision d using (merchant_key, identity, content)`)
  const byContent = new Map(rows.map((row) => [row.content, row]))
  expect(rows.length).toBe(world.records.length - world.redelivered)
  for (const expected of world.results) {
    const row = byContent.get(at(staged, expected.record).keys.content.toString('hex'))
    const state = row?.state ?? 'OPEN'
    const actual = {
      record: expected.record,
      state,
      ...(expected.ruleId !== undefined && { ruleId: row?.rule_id }),
      ...(expected.varianceMinor !== undefined && { varianceMinor: row?.variance_minor }),
      ...(expected.leg1Group !== undefined && { leg1Group: members('leg1_group', row?.leg1_group) }),
      ...(expected.leg2bGroup !== undefined && { leg2bGroup: members('leg2b_group', row?.leg2b_group) }),
      ...(expected.payout !== undefined && {
        payout: typeof row?.member_count === 'number' ? { memberCount: row.member_count, residualMinor: row.residual_minor } : null,
      }),
    }
    expect(actual).toEqual(expected)
  }

  function members(leg: 'leg1_group' | 'leg2b_group', group: string | null | undefined): number[] {
    const contents = new Set(rows.filter((row) => group !== null && row[leg] === group).map(({ content }) => content))
    const found = staged.flatMap(({ keys }, index) => (contents.has(keys.content.toString('hex')) ? [index] : []))
    return found.filter((index) => staged.findIndex(({ keys }) => keys.content.equals(at(staged, index).keys.content)) === index)
  }
}

async function reset(profile: Profile, world: World): Promise<void> {
  await emptyTables(client)
  for (const tenant of new Set(world.records.map((record) => (record as { tenant: string }).tenant))) {
    await client.query(
      `insert into tenant (tenant, salt, key_hash, carry_days, tolerance_abs, tolerance_bps) values ($1, '', convert_to($1, 'UTF8'), $2, $3, $4)`,
      [tenant, profile.carryDays, profile.tolerance.abs, profile.tolerance.bps],
    )
  }
}

function stage(world: World): StagedRecord[] {
  return world.records.map((value, index) => {
    const problems: RecordProblem[] = []
    const record = readRecord(value, index, problems)
    if (record === undefined) throw new Error(JSON.stringify(problems))
    return { record, keys: keysOf(record), partition: 0, offset: BigInt(index) }
  })
}

function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index]
  if (item === undefined) throw new Error(`no element ${index}`)
  return item
}
function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
function pairs(list: readonly number[]): number[][] {
  return list.flatMap((_, index) => (index % 2 === 0 ? [list.slice(index, index + 2)] : []))
}
