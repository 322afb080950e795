/** One short visit to a PostgreSQL: a connection of its own, which ends with it, whatever happens. */

import { Client } from 'pg'
import { bounded, callTimeoutMs } from './bounded.ts'

/** What `visit` gives. Throws TARGET_UNREACHABLE for a database that does not answer in time, and with what a query throws as its cause. */
export function visitDatabase<Result>(
  databaseUrl: string,
  signal: AbortSignal,
  visit: (client: Client) => Promise<Result>,
): Promise<Result> {
  return bounded('database', signal, async () => {
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: callTimeoutMs, query_timeout: callTimeoutMs })
    // The query that a broken connection ends is told; without a listener, the process would end as well.
    client.on('error', () => undefined)
    await client.connect()
    try {
      return await visit(client)
    } finally {
      await client.end()
    }
  })
}
