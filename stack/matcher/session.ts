/**
 * One generation of ownership: partitions are taken over, read from their committed offsets, and worked off batch by batch
 * until the assignment changes or something fails. Everything it holds in memory dies with it.
 */

import type { Consumer } from '@platformatic/kafka'
import type { Client } from 'pg'
import { monotonicUs, within } from '../clock.ts'
import { callTimeoutMs } from '../kafka/client-settings.ts'
import { errorText, logLine } from '../log.ts'
import type { Switches } from '../switches.ts'
import { recordsTopic } from '../wire/topics.ts'
import { applyCloses, applyRecords, nextStep, ownPartitions } from './batch-store.ts'
import type { DecidedRow, Epochs } from './batch-store.ts'
import { closeMessage, decisionMessage } from './decision-event.ts'
import type { OutgoingMessage } from './decision-event.ts'
import { readLogEntry } from './log-entry.ts'
import type { LogEntry, LogMessage, MessageTimes } from './log-entry.ts'
import { readLog } from './log-reader.ts'
import type { MatcherMetrics } from './metrics.ts'
import type { Membership, Publication, Publisher } from './publisher.ts'
import type { SeededBugs } from './seeded-bugs.ts'
import { stepsOf } from './segments.ts'

/** Larger batches cost no less a record, and hold everybody up. */
const batchMessagesMax = 2_000

export interface SessionParts {
  readonly consumer: Consumer
  readonly client: Client
  readonly publisher: Publisher
  readonly switches: Switches
  readonly bugs: SeededBugs
  readonly metrics: MatcherMetrics
  readonly hostId: string
  readonly owner: string
  readonly decisionPartitions: number
  /** Counts batches over the life of the process. */
  readonly nextBatch: () => number
}

interface Applied {
  readonly entries: readonly LogEntry[]
  readonly decided: readonly DecidedRow[]
  readonly offsets: ReadonlyMap<number, bigint>
}

/** Works until `signal` is aborted (then finishes what it has begun) or throws what went wrong. `positioned` is called once. */
export async function runSession(
  parts: SessionParts,
  partitions: readonly number[],
  membership: Membership,
  signal: AbortSignal,
  positioned: () => void,
): Promise<void> {
  const { consumer, client, publisher, switches, bugs, metrics, hostId, decisionPartitions } = parts
  if (partitions.length === 0) {
    positioned()
    return aborted(signal)
  }
  // First the epochs, then the offsets: a predecessor that still works can commit nothing after this line.
  const epochs = await ownPartitions(client, parts.owner, partitions)
  const committed = await committedOffsets(consumer, partitions)
  let loseFirst = switches.has('lose-batch-at-restart')
  const failure = Promise.withResolvers<never>()
  failure.promise.catch(() => {})
  let failing = false
  const fail = (error: unknown): void => {
    // Told at once: what has begun may take its time to end.
    if (!failing) logLine({ level: 'warn', service: 'matcher', sessionFails: errorText(error) })
    failing = true
    failure.reject(error)
  }
  const reader = await readLog(consumer, committed.next, fail)
  const stopReading = (): void => void reader.stop()
  signal.addEventListener('abort', stopReading)
  if (signal.aborted) stopReading()
  reader.positioned.then(positioned, () => {})
  let publishing: Promise<void> = Promise.resolve()
  try {
    for (;;) {
      const messages = await Promise.race([reader.take(batchMessagesMax), failure.promise])
      if (messages.length === 0) break
      const batch = parts.nextBatch()
      metrics.batch(messages.length, reader.queuedCount)
      const entries = messages.map((message) => readLogEntry(message, bugs.keyFaults))
      if (switches.has('publish-before-commit')) {
        await publishBeforeCommit(entries, messages, batch)
        continue
      }
      const applied = await transact(entries, messages, batch, async () => {})
      const decidedUs = monotonicUs()
      // Batch n is published while batch n + 1 is in the database; n + 1 is published only if n was.
      const previous = publishing
      publishing = (async () => {
        await previous
        switches.killPoint('between-commits', batch)
        await publish(applied, decidedUs, batch)
      })()
      publishing.catch(fail)
      await Promise.race([previous, failure.promise])
    }
    await publishing
  } finally {
    signal.removeEventListener('abort', stopReading)
    await reader.stop()
    await publishing.catch(() => {})
  }

  async function transact(
    entries: readonly LogEntry[],
    messages: readonly LogMessage[],
    batch: number,
    beforeCommit: (applied: Applied) => Promise<void>,
  ): Promise<Applied> {
    await client.query('begin')
    try {
      const applied = { entries, decided: await apply(entries), offsets: nextOffsets(messages) }
      await beforeCommit(applied)
      switches.refuseCommit(batch, messages.length)
      switches.killPoint('before-db-commit', batch)
      await client.query('commit')
      return applied
    } catch (error) {
      // Where the connection is lost there is nothing to roll back, and what was first is told.
      await client.query('rollback').catch(() => undefined)
      throw error
    }
  }

  async function apply(entries: readonly LogEntry[]): Promise<DecidedRow[]> {
    const decided: DecidedRow[] = []
    const readable = entries.filter((entry) => entry.kind !== 'unreadable')
    for (const entry of entries) {
      if (entry.kind === 'unreadable') {
        metrics.unreadable()
        logLine({ level: 'error', unreadable: { partition: entry.partition, offset: entry.offset, reason: entry.reason } })
      }
    }
    const lost = loseFirst && committed.restarted
    loseFirst = false
    for (const [index, step] of stepsOf(readable).entries()) {
      if (index > 0) await nextStep(client)
      if (step.kind === 'closes') decided.push(...(await applyCloses(client, step.closes, epochs)))
      else if (!lost) decided.push(...(await applyStep(step.records, epochs)))
    }
    return decided
  }

  async function applyStep(staged: Parameters<typeof applyRecords>[1], held: Epochs): Promise<DecidedRow[]> {
    const records = bugs.bend(staged)
    await bugs.beforeApply(client, records)
    const decided = await applyRecords(client, records, held)
    return [...decided, ...(await bugs.afterApply(client, decided))]
  }

  async function publish(applied: Applied, decidedUs: number, batch: number): Promise<void> {
    const publication = publicationOf(applied, decidedUs, batch)
    await publisher.publish(publication)
    switches.killPoint('after-kafka-commit', batch)
    metrics.published(applied.decided.length)
  }

  function publicationOf({ entries, decided, offsets }: Applied, decidedUs: number, batch: number): Publication {
    const times = new Map<string, MessageTimes>()
    const closes: OutgoingMessage[] = []
    for (const entry of entries) {
      if (entry.kind === 'record') times.set(`${entry.staged.partition} ${entry.staged.offset}`, entry.times)
      else if (entry.kind === 'close') closes.push(closeMessage(entry.marker, decisionPartitions))
    }
    const decisions = decided.map((row) =>
      decisionMessage(row, times.get(`${row[16]} ${row[17] ?? ''}`), decidedUs, hostId, decisionPartitions),
    )
    return {
      messages: [...decisions, ...closes],
      offsets,
      membership,
      beforeCommit: () => switches.killPoint('inside-kafka-transaction', batch),
    }
  }

  /** The seeded bug: what the database may still refuse is told to everybody first, and never read again. */
  async function publishBeforeCommit(entries: readonly LogEntry[], messages: readonly LogMessage[], batch: number): Promise<void> {
    try {
      await transact(entries, messages, batch, async (applied) => publish(applied, monotonicUs(), batch))
    } catch (error) {
      logLine({ level: 'warn', publishedWithoutEffect: batch, error: String(error) })
    }
  }
}

function nextOffsets(messages: readonly LogMessage[]): Map<number, bigint> {
  const offsets = new Map<number, bigint>()
  for (const { partition, offset } of messages) offsets.set(partition, offset + 1n)
  return offsets
}

/** `restarted`: somebody has worked on these partitions before. */
async function committedOffsets(
  consumer: Consumer,
  partitions: readonly number[],
): Promise<{ readonly next: ReadonlyMap<number, bigint>; readonly restarted: boolean }> {
  const request = { topics: [{ topic: recordsTopic, partitions: [...partitions] }] }
  const answers = Promise.all([consumer.listCommittedOffsets(request), consumer.listOffsets({ topics: [recordsTopic], timestamp: -2n })])
  const [ours, first] = await within(callTimeoutMs, 'the committed offsets', answers)
  const committed = ours.get(recordsTopic) ?? []
  const earliest = first.get(recordsTopic) ?? []
  const known = (partition: number): boolean => (committed[partition] ?? -1n) >= 0n
  return {
    next: new Map(partitions.map((partition) => [partition, (known(partition) ? committed[partition] : earliest[partition]) ?? 0n])),
    restarted: partitions.some(known),
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
