/** Applies missing migrations, creates the topics, ends with 0. */

import { readConfig } from '../config.ts'
import { connect } from '../database/connect.ts'
import { createTopics } from '../kafka/topics.ts'
import { logLine, runService } from '../log.ts'
import { migrate } from './migrate.ts'

await runService('migrations', async () => {
  const config = readConfig('migrations')
  const client = await connect(config.databaseUrl, 'stack-migrations')
  try {
    logLine({ level: 'info', migrations: await migrate(client) })
  } finally {
    await client.end()
  }
  logLine({ level: 'info', topics: await createTopics(config.brokers, config.partitions, config.decisionPartitions) })
})
