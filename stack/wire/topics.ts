/** The two topics: names, keys, headers and which partition a merchant has. */

import { digest } from './keys.ts'

export const recordsTopic = 'records'
export const decisionsTopic = 'decisions'

/** Unit separator between tenant and merchant in message keys. */
const separator = '\u001f'

export const headers = { produced: 'produced', host: 'host', close: 'close' } as const

/** A message's key: all of one merchant is in one partition. */
export function messageKey(tenant: string, merchant: string): string {
  return tenant + separator + merchant
}

/** The partition of a key; the same in every process, for as long as the topic has so many. */
export function partitionOf(key: string, partitions: number): number {
  return digest(key).readUInt32BE(0) % partitions
}
