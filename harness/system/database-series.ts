/** What sessions of a PostgreSQL wait for, and its deadlocks, from its own statistics. Keeps one connection between samples. */

import { setTimeout as pause } from 'node:timers/promises'

import { Client } from 'pg'
import type { SeriesValue } from '../model/series.ts'
import { callTimeoutMs } from './bounded.ts'

/** In the middle of a statement; a session that waits for its client's next bytes waits for nobody here. */
const question = `
  select 'wait' as kind, wait_event_type || ':' || wait_event as name, count(*)::float8 as value
    from pg_stat_activity
   where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
     and wait_event is not null and wait_event_type <> 'Client'
   group by 2
  union all
  select 'deadlocks', '', deadlocks::float8 from pg_stat_database where datname = current_database()`

const goodbyeMs = 1_000

interface Row {
  readonly kind: 'wait' | 'deadlocks'
  readonly name: string
  readonly value: number
}

export class DatabaseSeries implements AsyncDisposable {
  readonly #databaseUrl: string
  readonly #seen = new Set<string>()
  #client: Promise<Client> | undefined

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl
  }

  async sample(): Promise<readonly SeriesValue[]> {
    this.#client ??= this.#connect()
    try {
      const { rows } = await (await this.#client).query<Row>(question)
      return this.#valuesOf(rows)
    } catch (error) {
      await this.#forget()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#forget()
  }

  /** What was waited for once is 0 from then on where nobody does. */
  #valuesOf(rows: readonly Row[]): SeriesValue[] {
    const waits = new Map(rows.filter(({ kind }) => kind === 'wait').map(({ name, value }) => [name, value]))
    for (const name of waits.keys()) this.#seen.add(name)
    const total = [...waits.values()].reduce((sum, value) => sum + value, 0)
    return [
      { metric: 'database_waits', subject: '', value: total },
      ...[...this.#seen].map((subject): SeriesValue => ({ metric: 'database_waits', subject, value: waits.get(subject) ?? 0 })),
      ...rows
        .filter(({ kind }) => kind === 'deadlocks')
        .map(({ value }): SeriesValue => ({ metric: 'database_deadlocks', subject: '', value })),
    ]
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#databaseUrl,
      connectionTimeoutMillis: callTimeoutMs,
      query_timeout: callTimeoutMs,
      application_name: 'tenfold-sampler',
    })
    // A connection that breaks between two samples is told by the next one.
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  async #forget(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    // A database that stands still says no goodbye.
    await Promise.race([client?.then((connected) => connected.end()).catch(() => undefined), pause(goodbyeMs, undefined, { ref: false })])
  }
}
