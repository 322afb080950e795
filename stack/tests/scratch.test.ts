/** Where the server has a tablespace `scratch`, batches work in it, a large close does not, and the answers are those of a server without. */

import type { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { applyCloses, applyRecords, openSession } from '../matcher/batch-store.ts'
import type { DecidedRow } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import { recordWith } from './support/charge.ts'
import { formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession, TestedForm } from './support/matcher-session.ts'

const recordCount = 12
const close = { closeId: 'close-1', tenant: 'acme', date: '2026-02-01', partition: 0, offset: BigInt(recordCount) }

describe.each(formsTested)('$name', (tested) => {
  test('the same answers with it, whether a close is small or large', async () => {
    const without = await decisionsOf(tested, async () => undefined)
    expect(without).toHaveLength(recordCount)
    const small = await decisionsOf(tested, withScratch)
    const large = await decisionsOf(tested, async (client) => {
      await withScratch(client)
      await client.query(`create or replace function scratch_records_max() returns bigint language sql immutable as 'select 0'`)
    })
    expect(small).toStrictEqual(without)
    expect(large).toStrictEqual(without)
  })

  test('every table that a commit empties lies in it, and comes back after a large close', async () => {
    await using session = await startMatcherSession(tested)
    const { client } = session
    const [onDisk] = Object.values(await tablesByPlace(client))
    await withScratch(client)
    const tables = await tablesByPlace(client)
    expect(tables.pg_default).toStrictEqual(['closing', 'undecided'])
    expect([...(tables.scratch ?? []), 'closing', 'undecided'].toSorted()).toStrictEqual(onDisk)
    await inTransaction(client, async () => {
      expect(await moved(client, 'scratch', 'pg_default')).toBe(true)
      expect(await tablesByPlace(client)).toStrictEqual({ pg_default: onDisk })
      expect(await moved(client, 'scratch', 'pg_default')).toBe(false)
      expect(await moved(client, 'pg_default', 'scratch')).toBe(true)
    })
    expect(await tablesByPlace(client)).toStrictEqual(tables)
    await client.query(`create or replace function scratch_records_max() returns bigint language sql immutable as 'select 0'`)
    const before = await filesOf(client)
    await decide(session)
    expect(await tablesByPlace(client)).toStrictEqual(tables)
    // Each has been elsewhere.
    expect((await filesOf(client)).filter((file) => before.includes(file))).toStrictEqual([])
  })
})

/** Gives the server a tablespace and begins the session again. */
async function withScratch(client: Client): Promise<void> {
  await client.query('set allow_in_place_tablespaces = on')
  await client.query(`create tablespace scratch location ''`)
  await client.query('discard temp')
  await openSession(client)
}

async function decisionsOf(tested: TestedForm, prepare: (client: Client) => Promise<void>): Promise<DecidedRow[]> {
  await using session = await startMatcherSession(tested)
  await prepare(session.client)
  return await decide(session)
}

/** A batch of charges, each with its ledger entry but for every third, and a close. */
async function decide({ client, epochs }: MatcherSession): Promise<DecidedRow[]> {
  await client.query(`insert into tenant (tenant, salt, key_hash) values ('acme', '', 'x')`)
  const staged = Array.from({ length: recordCount }, (_, index) => {
    const ledger = { side: 'ledger', source: 'ledger', account: 'books' }
    const record = recordWith({ recordId: `r-${index}`, ref: `order-${index >> 1}`, ...(index % 2 === 1 && index % 3 !== 0 ? ledger : {}) })
    return { record, keys: keysOf(record), partition: 0, offset: BigInt(index) }
  })
  const atOnce = await inTransaction(client, () => applyRecords(client, staged, epochs))
  const atClose = await inTransaction(client, () => applyCloses(client, [close], epochs))
  return [...atOnce, ...atClose].toSorted(([, , , , a], [, , , , b]) => a.localeCompare(b))
}

async function tablesByPlace(client: Client): Promise<Partial<Record<string, string[]>>> {
  const { rows } = await client.query<{ place: string; names: string[] }>(
    `select coalesce(t.spcname, 'pg_default') as place, array_agg(c.relname::text order by c.relname) as names
     from pg_class c left join pg_tablespace t on t.oid = c.reltablespace
     where c.relnamespace = pg_my_temp_schema() and c.relkind in ('r', 'i') group by 1`,
  )
  return Object.fromEntries(rows.map(({ place, names }) => [place, names]))
}

async function filesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ file: string }>(
    `select pg_relation_filepath(c.oid) as file from pg_class c join pg_tablespace t on t.oid = c.reltablespace
     where c.relnamespace = pg_my_temp_schema() and t.spcname = 'scratch'`,
  )
  return rows.map(({ file }) => file)
}

async function moved(client: Client, from: string, to: string): Promise<boolean> {
  const { rows } = await client.query<{ moved: boolean }>('select move_working_tables($1, $2) as moved', [from, to])
  return rows[0]?.moved === true
}
