/** A matcher process: takes its place in the consumer group and runs one session after another until it is told to stop. */

import { pause, readHostId, TookTooLong } from '../clock.ts'
import { readConfig } from '../config.ts'
import { startHealthServer } from '../health-server.ts'
import { errorText, logLine, logReady, runService } from '../log.ts'
import { GaveUp, isLasting, patienceOf } from '../patience.ts'
import { readSwitches } from '../switches.ts'
import { databaseSession, isOfItsMachine } from './database-session.ts'
import { openGroupMember } from './group-member.ts'
import type { GroupMember } from './group-member.ts'
import { matcherMetrics } from './metrics.ts'
import { seededBugs } from './seeded-bugs.ts'
import { runSession } from './session.ts'

/** Sessions that fail one after another without a batch in between, before the process gives up. */
const failuresMax = 20
/** After so many of them everything of Kafka is opened anew: what failed may be remembered there. */
const failuresOfOneMember = 4
const failurePauseMs = 100
const retryPauseMs = 1_000

await runService('matcher', async (stop) => {
  const config = readConfig('matcher')
  const switches = readSwitches(config.switches)
  const metrics = matcherMetrics()
  const databasePatience = patienceOf('matcher', 'the database', config.databasePatienceMs)
  const database = databaseSession(config.databaseUrl, `stack-matcher-${config.replica}`, databasePatience)
  const patience = patienceOf('matcher', 'Kafka', config.kafkaPatienceMs)
  let positioned = false
  let saidReady = false
  let batches = 0
  let failures = 0
  await using health = await startHealthServer({ host: config.metricsHost, port: config.metricsPort }, metrics.registry, () =>
    positioned ? [] : ['not positioned in its partitions'],
  )
  const session = {
    switches,
    metrics,
    bugs: seededBugs(switches),
    hostId: readHostId(),
    owner: `${config.replica}/${process.pid}`,
    nextBatch: () => ++batches,
  }
  while (!stop.aborted) {
    try {
      await using member = await openGroupMember(config.brokers, config.replica, stop)
      await work(member)
      await member.leave().catch((error: unknown) => logLine({ level: 'warn', service: 'matcher', leave: errorText(error) }))
    } catch (error) {
      positioned = false
      if (failures > failuresMax || error instanceof GaveUp || isLasting(error)) throw error
      if (stop.aborted) break
      patience.failed(error)
      await pause(retryPauseMs, stop)
    }
  }
  await database.end()

  /** Sessions under one membership. Throws when it is lost, or when a new one may help. */
  async function work(member: GroupMember): Promise<void> {
    while (!stop.aborted) {
      const assignment = await member.assignment(stop)
      if (assignment === undefined) return
      const { partitions, generationId, ended } = assignment
      const batchesBefore = batches
      const ready = (): void => {
        if (ended.aborted) return
        positioned = true
        patience.answered()
        metrics.owned(partitions.length)
        const after = failures > 0 ? { afterFailures: failures } : {}
        logLine({ level: 'info', service: 'matcher', positioned: partitions.length, generation: generationId, ...after })
        if (!saidReady) logReady('matcher', health.port)
        saidReady = true
      }
      // Before a session is said to have failed: a database that is away is waited for, however often it is asked.
      const client = await database.client(stop)
      if (ended.aborted) continue
      try {
        await runSession({ ...session, ...member, client }, partitions, assignment, AbortSignal.any([stop, ended]), ready)
        failures = 0
      } catch (error) {
        metrics.failedSession(error)
        await database.afterFailure(error)
        failures = batches > batchesBefore + 1 ? 1 : failures + 1
        logLine({ level: 'warn', service: 'matcher', sessionFailed: errorText(error), failures })
        const isDatabase = isOfItsMachine(error)
        const isOfMember = error instanceof TookTooLong || (failures % failuresOfOneMember === 0 && !isDatabase)
        if (isOfMember || failures > failuresMax) throw error
        await pause(isDatabase ? retryPauseMs : failurePauseMs, stop)
      } finally {
        positioned = false
      }
    }
  }
})
