/** A database with the stack's schema for the tests of one file, and in it one matcher's session that owns partition 0. */

import type { Client } from 'pg'
import { connect } from '../../database/connect.ts'
import { openSession, ownPartitions } from '../../matcher/batch-store.ts'
import type { Epochs } from '../../matcher/batch-store.ts'
import { migrate } from '../../migrations/migrate.ts'
import { startPostgres } from './postgres.ts'

export interface MatcherSession extends AsyncDisposable {
  readonly client: Client
  readonly epochs: Epochs
}

export async function startMatcherSession(): Promise<MatcherSession> {
  await using started = new AsyncDisposableStack()
  const { url } = started.use(await startPostgres())
  const client = started.adopt(await connect(url, 'test'), (connected) => connected.end())
  await migrate(client)
  await openSession(client)
  const epochs = await ownPartitions(client, 'test', [0])
  const owned = started.move()
  return { client, epochs, [Symbol.asyncDispose]: () => owned.disposeAsync() }
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
