/** Applies the numbered SQL files of this folder that the database has not seen, each in a transaction of its own. */

import { readFile, readdir } from 'node:fs/promises'
import type { Client } from 'pg'

/** Any number; equal in all runners, so that two of them take turns. */
const lockKey = 7_313_001

/** Answers with the names that were applied now, in order. */
export async function migrate(client: Client): Promise<string[]> {
  const folder = new URL('.', import.meta.url)
  const names = (await readdir(folder)).filter((name) => /^\d{3}-.*\.sql$/.test(name)).toSorted()
  await client.query('select pg_advisory_lock($1)', [lockKey])
  try {
    await client.query('create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())')
    const known = await client.query<{ name: string }>('select name from schema_migration')
    const applied = new Set(known.rows.map(({ name }) => name))
    const missing = names.filter((name) => !applied.has(name))
    for (const name of missing) {
      const text = await readFile(new URL(name, folder), 'utf8')
      await client.query('begin')
      try {
        // Function bodies name a session's temporary tables, which are not here.
        await client.query('set local check_function_bodies = off')
        await client.query(text)
        await client.query('insert into schema_migration (name) values ($1)', [name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${name} failed`, { cause: error })
      }
    }
    return missing
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey])
  }
}
