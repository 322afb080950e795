/** A matcher's one connection to the database, with its working tables: made when it is first asked for, and again after it was lost. */

import type { Client } from 'pg'
import { within } from '../clock.ts'
import { connect } from '../database/connect.ts'
import { errorText, logLine } from '../log.ts'
import type { Patience } from '../patience.ts'
import { codeOf, patiently } from '../patience.ts'
import { openSession, workOnDisk } from './batch-store.ts'

export interface DatabaseSession {
  /** Connected, with empty working tables; waits while the database is away. Throws when patience ends, and on `stop`. */
  client(stop: AbortSignal): Promise<Client>
  /** After a failed session: what has no room in `scratch` may have it on disk. */
  afterFailure(error: unknown): Promise<void>
  end(): Promise<void>
}

/** A server that starts makes its tablespace in memory a moment later than it answers; after so many tries it is taken to have none. */
const scratchTriesMax = 10
const endTimeoutMs = 5_000
/** SQLSTATE: a file that is not there, no room, an error of the file system. */
const ofScratch: ReadonlySet<string> = new Set(['58P01', '53100', '58030'])

export function databaseSession(databaseUrl: string, name: string, patience: Patience): DatabaseSession {
  let open: Client | undefined
  let scratchFailures = 0

  async function begin(): Promise<Client> {
    let lost: Error | undefined
    const client: Client = await connect(databaseUrl, name, (error) => {
      logLine({ level: 'warn', service: 'matcher', databaseLost: errorText(error) })
      lost = error
      if (open !== undefined && open === client) open = undefined
    })
    client.on('notice', ({ message }) => logLine({ level: 'warn', service: 'matcher', database: message }))
    try {
      await openSession(client, scratchFailures < scratchTriesMax)
      if (lost !== undefined) throw lost
    } catch (error) {
      if (ofScratch.has(codeOf(error))) scratchFailures += 1
      await within(endTimeoutMs, 'the end of a connection', client.end()).catch(() => undefined)
      throw error
    }
    scratchFailures = 0
    return client
  }

  return {
    async client(stop) {
      open ??= await patiently(patience, begin, stop)
      return open
    },
    async afterFailure(error) {
      if (open === undefined || codeOf(error) !== '53100') return
      logLine({ level: 'warn', service: 'matcher', workingTables: 'no room in memory, on disk from here on' })
      await workOnDisk(open).catch((failed: unknown) => logLine({ level: 'warn', service: 'matcher', workOnDisk: errorText(failed) }))
    },
    async end() {
      if (open !== undefined) await within(endTimeoutMs, 'the end of a connection', open.end())
    },
  }
}

/** Whether the database has refused for want of room, memory or files, or because it stops or starts: a moment later it may not. */
export function isOfItsMachine(error: unknown): boolean {
  return /^5[378]/.test(codeOf(error))
}
