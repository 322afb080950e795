/** Everything that only a PostgreSQL with Citus is asked: the extension, its nodes, the distribution. Written for Citus 14 after its documentation. */

import type { Client } from 'pg'
import { pause } from '../clock.ts'
import { connect } from '../database/connect.ts'
import { errorText, logLine } from '../log.ts'
import { merchantTables } from './table-layout.ts'
import type { CitusPresence, NodeAddress, TableLayout } from './table-layout.ts'

type CitusLayout = Extract<TableLayout, { kind: 'citus' }>

const workerTriesMax = 60
const workerPauseMs = 1_000

/** The one question that is put to every PostgreSQL. A setting of Citus's own exists once the server has loaded it. */
export async function citusPresence(client: Client): Promise<CitusPresence> {
  const { rows } = await client.query<{ available: boolean; loaded: boolean }>(
    `select exists (select from pg_available_extensions where name = 'citus') as available,
            current_setting('citus.version', true) is not null as loaded`,
  )
  return rows[0] ?? { available: false, loaded: false }
}

/** Makes the cluster: the extension here and on the workers, then the nodes. Changes nothing when all of it is there. Outside a transaction. */
export async function prepareCluster(client: Client, databaseUrl: string, { coordinator, workers }: CitusLayout): Promise<void> {
  await client.query('create extension if not exists citus')
  for (const worker of workers) await prepareWorker(databaseUrl, worker)
  const { rows } = await client.query<NodeAddress>('select nodename as host, nodeport as port from pg_dist_node where groupid = 0')
  // Not twice with the same address: some versions refuse that.
  if (rows[0]?.host !== coordinator.host || rows[0].port !== coordinator.port)
    await client.query('select citus_set_coordinator_host($1, $2)', [coordinator.host, coordinator.port])
  // Answers with the node that is there already when it is.
  for (const { host, port } of workers) await client.query('select citus_add_node($1, $2)', [host, port])
  if (workers.length === 0)
    await client.query(`select citus_set_node_property($1, $2, 'shouldhaveshards', true)`, [coordinator.host, coordinator.port])
}

/** Inside the transaction that made the tables, which are empty. The small tables stay on the coordinator, where all statements begin. */
export async function distributeTables(client: Client, { shards }: CitusLayout): Promise<void> {
  for (const [index, { name }] of merchantTables.entries()) {
    const first = merchantTables[0].name
    if (index === 0)
      await client.query(`select create_distributed_table($1::regclass, 'merchant_key', colocate_with => 'none', shard_count => $2)`, [
        name,
        shards,
      ])
    else await client.query(`select create_distributed_table($1::regclass, 'merchant_key', colocate_with => $2)`, [name, first])
  }
}

async function prepareWorker(databaseUrl: string, worker: NodeAddress): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const client = await connect(atNode(databaseUrl, worker), 'stack-migrations')
      try {
        await client.query('create extension if not exists citus')
      } finally {
        await client.end()
      }
      return
    } catch (error) {
      if (tries === workerTriesMax) throw error
      logLine({ level: 'info', waitsFor: `citus worker ${worker.host}:${worker.port}`, tries, error: errorText(error) })
      await pause(workerPauseMs)
    }
  }
}

/** The same database, user and password at another server. */
function atNode(databaseUrl: string, { host, port }: NodeAddress): string {
  const url = new URL(databaseUrl.replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)\//, '$1localhost/'))
  url.hostname = host
  url.port = `${port}`
  url.search = ''
  return url.href
}
