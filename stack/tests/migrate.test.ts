/**
 * The form of the tables is chosen once, stands where the harness reads it, and is what the server's catalogue shows. What was applied is
 * recognised by its text.
 */

import { readFile } from 'node:fs/promises'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../database/connect.ts'
import { citusPresence } from '../migrations/citus.ts'
import { migrate, recordedLayout } from '../migrations/migrate.ts'
import { decideLayout } from '../migrations/table-layout.ts'
import type { TableLayout } from '../migrations/table-layout.ts'
import { startPostgres } from './support/postgres.ts'
import type { TestPostgres } from './support/postgres.ts'

let server: TestPostgres

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function inNewDatabase(name: string, work: (client: Client) => Promise<void>): Promise<void> {
  const admin = await connect(server.url, 'test')
  await admin.query(`create database ${name}`)
  await admin.end()
  const client = await connect(server.url.replace('/postgres?', `/${name}?`), 'test')
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const roomy = 'fillfactor=90'

test.each([
  { name: 'plain', layout: { kind: 'plain' }, parts: 1, decisions: [['decision', roomy]] },
  {
    name: 'three',
    layout: { kind: 'hash', partitions: 3 },
    parts: 3,
    decisions: ['decision_0', 'decision_1', 'decision_2'].map((part) => [part, roomy]),
  },
] as const)('$name', async ({ name, layout, parts, decisions }) => {
  await inNewDatabase(name, async (client) => {
    expect(await recordedLayout(client)).toBeUndefined()
    await migrate(client, layout)
    expect(await recordedLayout(client)).toBe(layout.kind)
    expect((await client.query('select kind, parts, workers from table_layout')).rows).toEqual([{ kind: layout.kind, parts, workers: [] }])
    const { rows } = await client.query<{ name: string; options: string }>(
      `select relname as name, array_to_string(reloptions, ',') as options from pg_class where relname ~ '^decision(_[0-9])?$' and relkind = 'r' order by 1`,
    )
    expect(rows.map((row) => [row.name, row.options])).toEqual(decisions)
  })
})

test('a server that changes under its tables leaves them as they are', async () => {
  await inNewDatabase('kept', async (client) => {
    const node = { host: 'nobody', port: 1 }
    const citus: TableLayout = { kind: 'citus', shards: 8, coordinator: node, workers: [node] }
    expect((await migrate(client, { kind: 'hash', partitions: 2 })).length).toBe(7)
    expect(await migrate(client, citus)).toEqual([])
    expect(await recordedLayout(client)).toBe('hash')
  })
})

describe('what a database has applied', () => {
  const layout: TableLayout = { kind: 'hash', partitions: 2 }
  const recordedText = 'select name, checksum from schema_migration order by name'

  test('is recorded with the sum of its file, and is not applied again', async () => {
    await inNewDatabase('summed', async (client) => {
      const names = await migrate(client, layout)
      const { rows } = await client.query<{ name: string; checksum: string }>(recordedText)
      expect(rows.map(({ name }) => name)).toEqual(names)
      for (const { name, checksum } of rows) {
        const text = await readFile(new URL(`../migrations/${name}`, import.meta.url), 'utf8')
        // The server's own sum of the same text.
        expect((await client.query(`select encode(sha256(convert_to($1, 'UTF8')), 'hex') as sum`, [text])).rows).toEqual([
          { sum: checksum },
        ])
      }
      expect(await migrate(client, layout)).toEqual([])
      expect((await client.query(recordedText)).rows).toEqual(rows)
    })
  })

  test.each([
    {
      name: 'edited',
      what: 'a file that was edited since',
      change: `update schema_migration set checksum = encode(sha256('other'), 'hex') where name = '003-batch.sql'`,
      named: '003-batch.sql',
    },
    {
      name: 'gone',
      what: 'a file that is not there any more',
      change: `insert into schema_migration (name, checksum) values ('000-gone.sql', encode(sha256(''), 'hex'))`,
      named: '000-gone.sql',
    },
    {
      name: 'older',
      what: 'a version that recorded no sums',
      change: 'alter table schema_migration drop column checksum',
      named: '001-tables.sql, 002-session.sql',
    },
  ])('$what: refused by name, with what to do, before anything is applied', async ({ name, change, named }) => {
    await inNewDatabase(name, async (client) => {
      await migrate(client, layout)
      await client.query(`delete from schema_migration where name = '005-leg2.sql'`)
      await client.query(change)
      const refused = await migrate(client, layout).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(Error)
      expect(String(refused)).toContain(named)
      expect(String(refused)).toContain('docker compose down -v')
      expect((await client.query(`select from schema_migration where name = '005-leg2.sql'`)).rowCount).toBe(0)
    })
  })
})

test('a PostgreSQL without Citus is seen as one', async () => {
  await inNewDatabase('asked', async (client) => {
    const presence = await citusPresence(client)
    expect(presence).toEqual({ available: false, loaded: false })
    const node = { host: 'postgres', port: 5432 }
    const settings = { tablePartitions: 2, citusShards: 8, citusCoordinator: node, citusWorkers: [node] }
    expect(decideLayout(presence, settings)).toEqual({ kind: 'hash', partitions: 2 })
  })
})
