/** The api process. */

import { once } from 'node:events'
import { readHostId, within } from '../clock.ts'
import { readConfig } from '../config.ts'
import { openPool } from '../database/connect.ts'
import { errorText, logLine, logReady, runService } from '../log.ts'
import { patienceOf, patiently } from '../patience.ts'
import { readSwitches } from '../switches.ts'
import { apiMetrics } from './metrics.ts'
import { openRecordLog } from './record-log.ts'
import { openRedisCache } from './redis-cache.ts'
import { apiServer } from './server.ts'
import { tenantRegistry } from './tenants.ts'

const connectionsMax = 5
const drainTimeoutMs = 10_000
const checkTimeoutMs = 1_000

await runService('api', async (stop) => {
  const config = readConfig('api')
  // The api has no bugs of its own to switch on; a misspelt one must still be told.
  readSwitches(config.switches)
  const pool = openPool(config.databaseUrl, 'stack-api', connectionsMax)
  pool.on('error', (error) => logLine({ level: 'warn', service: 'api', database: errorText(error) }))
  const databasePatience = patienceOf('api', 'the database', config.databasePatienceMs)
  await patiently(databasePatience, () => pool.query('select from tenant limit 1'), stop)
  const cache = config.redisUrl === undefined ? undefined : await openRedisCache(config.redisUrl)
  const patience = patienceOf('api', 'Kafka', config.kafkaPatienceMs)
  const log = await patiently(patience, () => openRecordLog(config.brokers, readHostId()), stop)
  const server = apiServer({
    log,
    pool,
    tenants: tenantRegistry(pool, config.adminKey, cache),
    metrics: apiMetrics(log, pool),
    adminKey: config.adminKey,
    notReady: async () => {
      if (stop.aborted) return ['stopping']
      if (log.away) return ['Kafka does not answer']
      return within(checkTimeoutMs, 'the database', pool.query('select 1')).then(
        () => [],
        (error: unknown) => [errorText(error)],
      )
    },
  })
  server.listen(config.apiPort, config.apiHost)
  await once(server, 'listening')
  const address = server.address()
  logReady('api', typeof address === 'object' && address !== null ? address.port : config.apiPort)
  if (!stop.aborted) await once(stop, 'abort')
  // Answer what has begun, take nothing more.
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  await within(drainTimeoutMs, 'draining', closed).catch(() => server.closeAllConnections())
  await log[Symbol.asyncDispose]()
  await cache?.[Symbol.asyncDispose]()
  await pool.end()
})
