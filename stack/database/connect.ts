/** Connections to PostgreSQL from one URL; a Unix socket is `?host=/folder&port=…`. */

import { Client, Pool } from 'pg'
import type { ClientConfig } from 'pg'

const connectTimeoutMs = 10_000
const poolWaitMs = 5_000

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
  }
}

/** One connection, connected. The caller ends it. */
export async function connect(databaseUrl: string, name: string): Promise<Client> {
  const client = new Client(settings(databaseUrl, name))
  await client.connect()
  return client
}

/** A pool whose waiters give up after 5 s. The caller ends it. */
export function openPool(databaseUrl: string, name: string, connectionsMax: number): Pool {
  return new Pool({ ...settings(databaseUrl, name), max: connectionsMax, connectionTimeoutMillis: poolWaitMs })
}
