/** What is worth a line of the record about the database: its version, and the form of its tables where it says so. */

import { visitDatabase } from './visit-database.ts'

/** `database`; and `tables` of a stack that keeps the table `table_layout` of docs/wire.md. */
export function describeDatabase(databaseUrl: string, signal: AbortSignal): Promise<Readonly<Record<string, string>>> {
  return visitDatabase(databaseUrl, signal, async (client) => {
    const { rows } = await client.query<{ version: string; layout: boolean }>(
      `select current_setting('server_version') as version, to_regclass('table_layout') is not null as layout`,
    )
    const database = `PostgreSQL ${rows[0]?.version ?? 'unknown'}`
    if (rows[0]?.layout !== true) return { database }
    const { rows: layouts } = await client.query<TableLayout>('select kind, parts, workers from table_layout')
    return layouts[0] === undefined ? { database } : { database, tables: tablesText(layouts[0]) }
  })
}

interface TableLayout {
  readonly kind: string
  readonly parts: number
  readonly workers: readonly string[]
}

/** The form of the tables in a few words, for a line of versions. */
export function tablesText({ kind, parts, workers }: TableLayout): string {
  if (kind === 'hash') return `in ${parts} hash partitions`
  if (kind !== 'citus') return kind
  const where = workers.length === 0 ? 'the coordinator' : `${workers.length} ${workers.length === 1 ? 'worker' : 'workers'}`
  return `in ${parts} Citus shards on ${where}`
}
