/** Applies missing migrations, creates the topics, ends with 0. */

import { readConfig } from '../config.ts'
import { connect } from '../database/connect.ts'
import { createTopics } from '../kafka/topics.ts'
import { logLine, runService } from '../log.ts'
import { patienceOf, patiently } from '../patience.ts'
import { citusPresence, prepareCluster } from './citus.ts'
import { migrate, recordedLayout } from './migrate.ts'
import { decideLayout } from './table-layout.ts'

await runService('migrations', async (stop) => {
  const config = readConfig('migrations')
  const patience = patienceOf('migrations', 'the database', config.databasePatienceMs)
  const client = await patiently(patience, () => connect(config.databaseUrl, 'stack-migrations'), stop)
  try {
    const citus = await citusPresence(client)
    const layout = decideLayout(citus, config.tables)
    const recorded = await recordedLayout(client)
    // Tables that are there already keep their form.
    if (layout.kind === 'citus' && (recorded ?? 'citus') === 'citus') await prepareCluster(client, config.databaseUrl, layout)
    logLine({ level: 'info', citus, layout, recorded, migrations: await migrate(client, layout) })
  } finally {
    await client.end()
  }
  const kafkaPatience = patienceOf('migrations', 'Kafka', config.kafkaPatienceMs)
  const create = (): Promise<string[]> => createTopics(config.brokers, config.partitions, config.decisionPartitions)
  logLine({ level: 'info', topics: await patiently(kafkaPatience, create, stop) })
})
