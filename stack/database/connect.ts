/** Connections to PostgreSQL from one URL; a Unix socket is `?host=/folder&port=…`. */

import { Client, Pool } from 'pg'
import type { ClientConfig } from 'pg'

const connectTimeoutMs = 10_000
const poolWaitMs = 5_000
const keepAliveMs = 10_000

function settings(databaseUrl: string, name: string): ClientConfig {
  // `postgres://user@/db?host=/folder` names no host; a URL must.
  const url = new URL(databaseUrl.replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)\//, '$1localhost/'))
  const host = url.searchParams.get('host') ?? url.hostname
  const port = Number(url.searchParams.get('port') ?? (url.port === '' ? '5432' : url.port))
  return {
    host,
    port,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1) || 'postgres',
    application_name: name,
    connectionTimeoutMillis: connectTimeoutMs,
    // A host that has gone without a word is missed within minutes, not never.
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
  }
}

/** One connection, connected. The caller ends it. `onLost` hears of what befalls it between and during queries; without it that is thrown. */
export async function connect(databaseUrl: string, name: string, onLost?: (error: Error) => void): Promise<Client> {
  const client = new Client(settings(databaseUrl, name))
  if (onLost !== undefined) client.on('error', onLost)
  await client.connect()
  return client
}

/** A pool whose waiters give up after 5 s. The caller ends it. */
export function openPool(databaseUrl: string, name: string, connectionsMax: number): Pool {
  return new Pool({ ...settings(databaseUrl, name), max: connectionsMax, connectionTimeoutMillis: poolWaitMs })
}
