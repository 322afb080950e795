/** Publishes the decisions of a known topic at their times, and tells from when on each could be read: the broker's own word. */

import { setTimeout as sleep } from 'node:timers/promises'

import type { Kafka, Producer } from 'kafkajs'

import { monotonicUs } from '../../system/clock.ts'
import type { KnownDecision, KnownTopic } from './known-topics.ts'

export interface Published {
  readonly originUs: number
  /** By decision, on the monotonic clock: acknowledged by the broker, and no open transaction before it any more. */
  readonly visibleUs: readonly number[]
}

export interface PublishTo {
  readonly kafka: Kafka
  /** Connected, with its connections to all partitions open. */
  readonly producer: Producer
  readonly topic: string
  readonly signal: AbortSignal
}

/** From the word to the first due time. */
const leadUs = 20_000

export async function publish({ decisions, openTransaction }: KnownTopic, to: PublishTo): Promise<Published> {
  const { kafka, producer, topic, signal } = to
  await using other = openTransaction === undefined ? undefined : await otherProducer(kafka)
  const originUs = monotonicUs() + leadUs
  const untilUs = async (us: number): Promise<void> => {
    const delayMs = (originUs + us - monotonicUs()) / 1_000
    if (delayMs > 0.5) await sleep(Math.round(delayMs), undefined, { signal })
  }
  const send = async ({ dueUs, delayUs, partition }: KnownDecision, number: number): Promise<{ ackedUs: number; offset: bigint }> => {
    await untilUs(dueUs + delayUs)
    const [told] = await producer.send({ topic, acks: -1, messages: [{ value: decisionText(`${number}`), partition }] })
    return { ackedUs: monotonicUs(), offset: BigInt(told?.baseOffset ?? '-1') }
  }
  const hold = async (): Promise<{ releasedUs: number; offset: bigint } | undefined> => {
    if (other === undefined || openTransaction === undefined) return undefined
    await untilUs(openTransaction.fromUs)
    const open = await other.producer.transaction()
    const [told] = await open.send({ topic, acks: -1, messages: [{ value: decisionText('aborted'), partition: 0 }] })
    await untilUs(openTransaction.toUs)
    await open.abort()
    return { releasedUs: monotonicUs(), offset: BigInt(told?.baseOffset ?? '-1') }
  }
  const [held, ...sent] = await Promise.all([hold(), ...decisions.map(send)])
  const visibleUs = sent.map(({ ackedUs, offset }, number) => {
    const isBehind = held !== undefined && decisions[number]?.partition === 0 && offset > held.offset
    return isBehind ? Math.max(ackedUs, held.releasedUs) : ackedUs
  })
  return { originUs, visibleUs }
}

/** A decision event, as much of it as the observer reads. */
export function decisionText(content: string): string {
  return JSON.stringify({ identity: { tenant: 'acme' }, content, state: 'MATCHED', version: 1, cause: { partition: 0, offset: '0' } })
}

async function otherProducer(kafka: Kafka): Promise<AsyncDisposable & { readonly producer: Producer }> {
  const producer = kafka.producer({
    transactionalId: `calibration-${monotonicUs()}`,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: 60_000,
  })
  await producer.connect()
  return { producer, [Symbol.asyncDispose]: () => producer.disconnect() }
}
