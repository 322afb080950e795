/** Applies the numbered SQL files of this folder that the database has not seen, each in a transaction of its own. */

import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import type { Client } from 'pg'
import { distributeTables } from './citus.ts'
import { addressText, batchFormOf, byMerchantClause, partStatements, partsOf } from './table-layout.ts'
import type { BatchForm, TableLayout } from './table-layout.ts'

/** Any number; equal in all runners, so that two of them take turns. */
const lockKey = 7_313_001

/** The file that makes the tables whose form is chosen. */
const tablesFile = '001-tables.sql'

/**
 * Answers with the names that were applied now, in order. A database that has its tables keeps their form, whatever the layout says.
 * Of files named `NNN-name.form.sql` those of the batch's form are applied. A database that has applied a file in another wording is refused:
 * files are edited in place, so its tables and functions are those of another version of the stack.
 */
export async function migrate(client: Client, layout: TableLayout, newForm: BatchForm = batchFormOf(layout.kind)): Promise<string[]> {
  const folder = new URL('.', import.meta.url)
  const names = (await readdir(folder)).filter((name) => /^\d{3}-.*\.sql$/.test(name)).toSorted()
  const texts = new Map(await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const)))
  await client.query('select pg_advisory_lock($1)', [lockKey])
  try {
    await client.query('create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())')
    await client.query('alter table schema_migration add column if not exists checksum text')
    const applied = await readApplied(client)
    refuseOtherWording(applied, texts)
    const recorded = await recordedLayout(client)
    const form = recorded === undefined ? newForm : batchFormOf(recorded)
    const missing = [...texts].filter(([name]) => !applied.has(name) && isOfForm(name, form))
    for (const [name, text] of missing) {
      await client.query('begin')
      try {
        // Function bodies name a session's temporary tables, which are not here.
        await client.query('set local check_function_bodies = off')
        await client.query(text.replaceAll(') :by_merchant;', `) ${byMerchantClause(layout)};`))
        if (name === tablesFile) await layOut(client, layout)
        await client.query('insert into schema_migration (name, checksum) values ($1, $2)', [name, checksumOf(text)])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${name} failed`, { cause: error })
      }
    }
    return missing.map(([name]) => name)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey])
  }
}

/** The kind of layout that the database's tables have, as `migrate` recorded it; undefined before there are tables. */
export async function recordedLayout(client: Client): Promise<TableLayout['kind'] | undefined> {
  const { rows: tables } = await client.query<{ there: boolean }>(`select to_regclass('table_layout') is not null as there`)
  if (tables[0]?.there !== true) return undefined
  const { rows } = await client.query<{ kind: TableLayout['kind'] }>('select kind from table_layout')
  return rows[0]?.kind
}

/** Names and checksums of what the database has applied; null where a version recorded none. */
async function readApplied(client: Client): Promise<Map<string, string | null>> {
  const { rows } = await client.query<{ name: string; checksum: string | null }>(
    'select name, checksum from schema_migration order by name',
  )
  return new Map(rows.map(({ name, checksum }) => [name, checksum]))
}

function refuseOtherWording(applied: ReadonlyMap<string, string | null>, texts: ReadonlyMap<string, string>): void {
  const sums = new Map([...texts].map(([name, text]) => [name, checksumOf(text)]))
  const others = [...applied].filter(([name, checksum]) => checksum !== sums.get(name)).map(([name]) => name)
  if (others.length === 0) return
  throw new Error(
    `the data are of another version of the stack, which applied ${others.join(', ')} with another text: ` +
      'docker compose down -v (or a fresh database) begins anew',
  )
}

/** Of the text as the file has it, however its lines end: which form a table takes is recorded beside it. */
function checksumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}

function isOfForm(name: string, form: BatchForm): boolean {
  const named = /\.(direct|copies)\.sql$/.exec(name)?.[1]
  return named === undefined || named === form
}

async function layOut(client: Client, layout: TableLayout): Promise<void> {
  for (const statement of partStatements(layout)) await client.query(statement)
  if (layout.kind === 'citus') await distributeTables(client, layout)
  const workers = layout.kind === 'citus' ? layout.workers.map(addressText) : []
  await client.query('insert into table_layout (kind, parts, workers) values ($1, $2, $3)', [layout.kind, partsOf(layout), workers])
}
