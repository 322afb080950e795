/** Creates the stack's topics where they are missing. */

import { Admin } from '@platformatic/kafka'
import { decisionsTopic, recordsTopic } from '../wire/topics.ts'

/** Of all that one send puts into one partition: one merchant's surge goes to one. */
const messageBytesMax = 8 * 1024 * 1024

/** Makes `records` and `decisions` where they are missing. Answers with what was made now; throws when the broker does not answer. */
export async function createTopics(brokers: readonly string[], partitions: number, decisionPartitions: number): Promise<string[]> {
  const admin = new Admin({ clientId: 'stack-migrations', bootstrapBrokers: [...brokers], retries: 0 })
  try {
    const wanted: readonly (readonly [string, number])[] = [
      [recordsTopic, partitions],
      [decisionsTopic, decisionPartitions],
    ]
    const existing = await admin.listTopics()
    const missing = wanted.filter(([name]) => !existing.includes(name))
    const configs = [{ name: 'max.message.bytes', value: String(messageBytesMax) }]
    for (const [name, count] of missing) await admin.createTopics({ topics: [name], partitions: count, replicas: -1, configs })
    return missing.map(([name]) => name)
  } finally {
    await admin.close()
  }
}
