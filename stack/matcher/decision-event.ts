/** A decision as the message on `decisions`. Knows the wire form alone. */

import { decisionsTopic, messageKey, partitionOf } from '../wire/topics.ts'
import type { CloseMarker, DecidedRow } from './batch-store.ts'
import type { MessageTimes } from './log-entry.ts'

export interface OutgoingMessage {
  readonly topic: string
  readonly key: Buffer
  readonly value: Buffer
  readonly partition: number
}

/** `times`: of the record that is the cause, when it is in this batch. `decidedUs`: the database has committed. */
export function decisionMessage(
  row: DecidedRow,
  times: MessageTimes | undefined,
  decidedUs: number,
  hostId: string,
  partitions: number,
): OutgoingMessage {
  const [tenant, merchant, source, account, recordId, kind, content, state, ruleId, variance, leg1Group, leg2bGroup] = row
  const [, , , , , , , , , , , , memberCount, residual, detail, version, partition, causeOffset, causeClose] = row
  const sameHost = times?.producedUs !== undefined && times.hostId === hostId
  const value = JSON.stringify({
    identity: { tenant, merchant, source, account, recordId, kind },
    content,
    state,
    ruleId: ruleId ?? undefined,
    varianceMinor: variance,
    leg1Group: leg1Group ?? undefined,
    leg2bGroup: leg2bGroup ?? undefined,
    payout: memberCount === null ? undefined : { memberCount, residualMinor: residual ?? '0' },
    detail: detail ?? undefined,
    version,
    cause: causeClose === null ? { partition, offset: causeOffset } : { closeId: causeClose },
    // Times of another host's clock would be noise.
    ...(sameHost && { hostId, produced: times.producedUs, read: times.readUs, decided: decidedUs }),
  })
  return message(messageKey(tenant, merchant), value, partitions)
}

/** Says that a close is applied in one partition of `records`. */
export function closeMessage({ closeId, partition }: CloseMarker, partitions: number): OutgoingMessage {
  return message(closeId, JSON.stringify({ closeId, partition }), partitions)
}

const partitionByKey = new Map<string, number>()
const partitionKeysMax = 100_000

function message(key: string, value: string, partitions: number): OutgoingMessage {
  let partition = partitionByKey.get(key)
  if (partition === undefined) {
    if (partitionByKey.size >= partitionKeysMax) partitionByKey.clear()
    partitionByKey.set(key, (partition = partitionOf(key, partitions)))
  }
  return { topic: decisionsTopic, key: Buffer.from(key), value: Buffer.from(value), partition }
}
