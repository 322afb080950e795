/** Key hashes in Redis. Every failure of Redis is a miss: PostgreSQL has the truth. */

import { createClient } from 'redis'
import { within } from '../clock.ts'
import { errorText, logLine } from '../log.ts'
import type { KeyCache } from './tenants.ts'

const answerTimeoutMs = 200
const keepSeconds = 300

export async function openRedisCache(url: string): Promise<KeyCache & AsyncDisposable> {
  const client = createClient({ url, disableOfflineQueue: true })
  client.on('error', (error: unknown) => logLine({ level: 'warn', redis: errorText(error) }))
  await within(5_000, 'connecting to Redis', client.connect()).catch((error: unknown) =>
    logLine({ level: 'warn', redis: errorText(error) }),
  )
  return {
    async get(keyHash) {
      if (!client.isReady) return undefined
      return within(answerTimeoutMs, 'Redis', client.get(nameOf(keyHash))).then((tenant) => tenant ?? undefined, missed)
    },
    async set(keyHash, tenant) {
      if (!client.isReady) return
      await within(answerTimeoutMs, 'Redis', client.set(nameOf(keyHash), tenant, { EX: keepSeconds })).catch(missed)
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
    },
  }
}

function nameOf(keyHash: string): string {
  return `tenant-key:${keyHash}`
}

function missed(error: unknown): undefined {
  logLine({ level: 'warn', redis: errorText(error) })
  return undefined
}
