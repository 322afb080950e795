/** The names of all events that sessions of a PostgreSQL can wait for, of which `database_waits` counts some. */

import { visitDatabase } from './visit-database.ts'

/** `type:name`, as pg_stat_activity has them; not those of waiting for a client, which are not counted. undefined before PostgreSQL 17, which lists none. */
export function waitEvents(databaseUrl: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  return visitDatabase(databaseUrl, signal, async (client) => {
    const { rows: lists } = await client.query<{ there: boolean }>(`select to_regclass('pg_catalog.pg_wait_events') is not null as there`)
    if (lists[0]?.there !== true) return undefined
    const { rows } = await client.query<{ event: string }>(
      `select type || ':' || name as event from pg_catalog.pg_wait_events where type <> 'Client' order by 1`,
    )
    return rows.map(({ event }) => event)
  })
}
