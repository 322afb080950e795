/**
 * What hash partitions cost a batch: `node stack/tests/measure-partitions.ts [records of a batch] [rounds]`. Every variant has a database of its own
 * in one server, and the variants take turns, batch by batch; told are the median CPU time of the backend, which other load disturbs least, and the
 * ratio to plain tables.
 */

import { readFileSync } from 'node:fs'
import type { Client } from 'pg'
import { connect } from '../database/connect.ts'
import { applyRecords, openSession, ownPartitions } from '../matcher/batch-store.ts'
import type { Epochs } from '../matcher/batch-store.ts'
import type { StagedRecord } from '../matcher/copy-format.ts'
import { migrate } from '../migrations/migrate.ts'
import type { TableLayout } from '../migrations/table-layout.ts'
import { keysOf } from '../wire/keys.ts'
import { recordWith } from './support/charge.ts'
import { inTransaction } from './support/matcher-session.ts'
import { startPostgres } from './support/postgres.ts'

interface Variant {
  readonly name: string
  readonly client: Client
  readonly epochs: Epochs
  readonly pid: number
  readonly cpuNs: number[]
}

const [recordsOfBatch = 120, rounds = 400] = process.argv.slice(2).map(Number)
const warmRounds = Math.ceil(rounds / 4)
const merchants = 1_000
const layouts: readonly TableLayout[] = [{ kind: 'plain' }, ...[2, 4, 8].map((partitions) => ({ kind: 'hash', partitions }) as const)]

await using server = await startPostgres()
const variants: Variant[] = []
for (const layout of layouts) variants.push(await openVariant(layout))

for (let round = 0; round < warmRounds + rounds; round++) {
  const batch = batchOf(round)
  // Each variant goes first as often as the others.
  for (let turn = 0; turn < variants.length; turn++) {
    const variant = variants[(round + turn) % variants.length]
    if (variant === undefined) throw new Error('no variant')
    const before = cpuNs(variant.pid)
    await inTransaction(variant.client, () => applyRecords(variant.client, batch, variant.epochs))
    if (round >= warmRounds) variant.cpuNs.push(cpuNs(variant.pid) - before)
  }
}

const plainMs = medianMs(variants[0]?.cpuNs ?? [])
for (const { name, cpuNs: spent, client } of variants) {
  const ms = medianMs(spent)
  process.stdout.write(`${name}: ${ms.toFixed(3)} ms of CPU a batch of ${recordsOfBatch}, ratio ${(ms / plainMs).toFixed(3)}\n`)
  await client.end()
}

async function openVariant(layout: TableLayout): Promise<Variant> {
  const name = layout.kind === 'hash' ? `hash_${layout.partitions}` : layout.kind
  const admin = await connect(server.url, 'measure')
  await admin.query(`create database ${name}`)
  await admin.end()
  const client = await connect(server.url.replace('/postgres?', `/${name}?`), 'measure')
  await migrate(client, layout)
  await openSession(client)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return { name, client, epochs: await ownPartitions(client, 'measure', [0]), pid: rows[0]?.pid ?? 0, cpuNs: [] }
}

/** Both sides of charges, half of them of the round before; each tenth record belongs to a payout that comes with its bank line. */
function batchOf(round: number): StagedRecord[] {
  return Array.from({ length: recordsOfBatch }, (_, place) => {
    const n = (round * recordsOfBatch + place) >> 1
    const isLedger = place % 2 === 0
    const merchant = `m${n % merchants}`
    const record =
      place % 20 === 18
        ? recordWith({ merchant, recordId: `po-${n}`, kind: 'payout', ref: `po-${n >> 5}`, traceRef: `t-${n}`, ...amounts('-9680') })
        : place % 20 === 19
          ? recordWith({
              merchant,
              recordId: `l-${n}`,
              side: 'bank',
              source: 'bank',
              kind: 'bank_line',
              references: [`t-${n}`],
              ...amounts('9680'),
            })
          : isLedger
            ? recordWith({ merchant, recordId: `e-${n}`, side: 'ledger', source: 'ledger', account: 'books', ref: `o-${n}` })
            : recordWith({ merchant: earlier(n).merchant, recordId: `p-${n}`, ref: earlier(n).ref, payoutRef: `po-${n >> 5}` })
    return { record, keys: keysOf(record), partition: 0, offset: BigInt(round * recordsOfBatch + place) }
  })
}

function earlier(n: number): { readonly merchant: string; readonly ref: string } {
  const of = n - (recordsOfBatch >> 2)
  return { merchant: `m${((of % merchants) + merchants) % merchants}`, ref: `o-${of}` }
}

function amounts(minor: string): { readonly grossMinor: string; readonly feeMinor: string; readonly netMinor: string } {
  return { grossMinor: minor, feeMinor: '0', netMinor: minor }
}

/** Time on a processor of the process's main thread. */
function cpuNs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
}

function medianMs(valuesNs: readonly number[]): number {
  return (valuesNs.toSorted((a, b) => a - b)[valuesNs.length >> 1] ?? 0) / 1e6
}
