/** A database with the stack's schema for the tests of one file, and in it one matcher's session that owns partition 0. */

import type { Client } from 'pg'
import { connect } from '../../database/connect.ts'
import { openSession, ownPartitions } from '../../matcher/batch-store.ts'
import type { Epochs } from '../../matcher/batch-store.ts'
import { migrate } from '../../migrations/migrate.ts'
import type { BatchForm, TableLayout } from '../../migrations/table-layout.ts'
import { startPostgres } from './postgres.ts'

export interface MatcherSession extends AsyncDisposable {
  readonly client: Client
  readonly epochs: Epochs
}

export interface TestedForm {
  readonly name: string
  readonly layout: TableLayout
  readonly form: BatchForm
}

/** As a local stack, with more partitions. */
export const hashPartitions: TestedForm = { name: '4 hash partitions', layout: { kind: 'hash', partitions: 4 }, form: 'direct' }
/** The statements that a batch takes with Citus are plain SQL, so they must give the same answers here; that Citus plans them is not tested. */
export const formsTested: readonly TestedForm[] = [
  hashPartitions,
  { name: 'plain tables through copies, as with Citus', layout: { kind: 'plain' }, form: 'copies' },
]

export async function startMatcherSession({ layout, form }: TestedForm = hashPartitions): Promise<MatcherSession> {
  await using started = new AsyncDisposableStack()
  const { url } = started.use(await startPostgres())
  const client = started.adopt(await connect(url, 'test'), (connected) => connected.end())
  await migrate(client, layout, form)
  await openSession(client)
  const epochs = await ownPartitions(client, 'test', [0])
  const owned = started.move()
  return { client, epochs, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** As no record had ever come, and no tenant. Not truncated, which takes a new file for every partition and index of every table each time. */
export async function emptyTables(client: Client): Promise<void> {
  const tables = ['record', 'bank_reference', 'decision', 'decision_history', 'close_applied', 'tenant']
  await client.query(tables.map((table) => `delete from ${table}`).join(';'))
}

/** What the work gives, committed; rolled back when it throws. */
export async function inTransaction<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  await client.query('begin')
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
