/** Creates the stack's topics where they are missing. */

import { Admin } from '@platformatic/kafka'
import { pause } from '../clock.ts'
import { errorText } from '../log.ts'
import { decisionsTopic, recordsTopic } from '../wire/topics.ts'

/** Of all that one send puts into one partition: one merchant's surge goes to one. */
const messageBytesMax = 8 * 1024 * 1024
const attemptsMax = 40
const attemptPauseMs = 250

/** Waits for the broker, for at most 10 s, and makes `records` and `decisions`. Answers with what was made now. */
export async function createTopics(brokers: readonly string[], partitions: number, decisionPartitions: number): Promise<string[]> {
  const admin = new Admin({ clientId: 'stack-migrations', bootstrapBrokers: [...brokers], retries: 0 })
  try {
    const wanted: readonly (readonly [string, number])[] = [
      [recordsTopic, partitions],
      [decisionsTopic, decisionPartitions],
    ]
    const existing = await retried(() => admin.listTopics())
    const missing = wanted.filter(([name]) => !existing.includes(name))
    const configs = [{ name: 'max.message.bytes', value: String(messageBytesMax) }]
    for (const [name, count] of missing)
      await retried(() => admin.createTopics({ topics: [name], partitions: count, replicas: -1, configs }))
    return missing.map(([name]) => name)
  } finally {
    await admin.close()
  }
}

async function retried<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (attempt === attemptsMax) throw new Error(`Kafka did not answer: ${errorText(error)}`, { cause: error })
      await pause(attemptPauseMs)
    }
  }
}
