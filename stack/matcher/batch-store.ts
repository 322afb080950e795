/** The matcher's database session: one transaction a batch, in which records are stored and judged. Knows nothing of Kafka. */

import { once } from 'node:events'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { CopyWriter } from './copy-format.ts'
import type { StagedRecord } from './copy-format.ts'

/** One changed decision, as the SQL type `decided` gives it; amounts and offsets as text. */
export type DecidedRow = readonly [
  tenant: string,
  merchant: string,
  source: string,
  account: string,
  recordId: string,
  kind: string,
  content: string,
  state: string,
  ruleId: string | null,
  varianceMinor: string,
  leg1Group: string | null,
  leg2bGroup: string | null,
  memberCount: number | null,
  residualMinor: string | null,
  detail: string | null,
  version: number,
  partition: number,
  causeOffset: string | null,
  causeClose: string | null,
]

/** A close marker as it stands in one partition. */
export interface CloseMarker {
  readonly closeId: string
  readonly tenant: string
  readonly date: string
  readonly partition: number
  readonly offset: bigint
}

/** Partitions and the epochs under which this matcher owns them. */
export type Epochs = ReadonlyMap<number, string>

/** Makes the session's working tables, in the tablespace `scratch` where it is wanted and there is one; once for a connection. */
export async function openSession(client: Client, inScratch = true): Promise<void> {
  await client.query('select open_matcher_session($1)', [inScratch])
}

/** Moves the working tables out of `scratch`, empty. No transaction may be open. */
export async function workOnDisk(client: Client): Promise<void> {
  // The rows of the batch that failed are still in the files; the commit of whoever has looked at one of the tables empties all of them.
  await client.query('select from incoming limit 0')
  await client.query(`select move_working_tables('scratch', 'pg_default')`)
}

/** Owns the partitions from now on: whoever did before can commit nothing more. */
export async function ownPartitions(client: Client, owner: string, partitions: readonly number[]): Promise<Epochs> {
  const { rows } = await client.query<{ log_partition: number; epoch: string }>('select * from own_partitions($1, $2)', [owner, partitions])
  return new Map(rows.map(({ log_partition, epoch }) => [log_partition, epoch]))
}

/** Between two steps of one transaction. */
export async function nextStep(client: Client): Promise<void> {
  await client.query('select next_step()')
}

const writers = new WeakMap<Client, CopyWriter>()

/** Stages and judges records, inside the open transaction. */
export async function applyRecords(client: Client, records: readonly StagedRecord[], epochs: Epochs): Promise<DecidedRow[]> {
  let writer = writers.get(client)
  if (writer === undefined) writers.set(client, (writer = new CopyWriter()))
  const stream = client.query(copyFrom('copy incoming from stdin (format binary)'))
  // `once` listens for the first error alone, and a refused copy may have a second one behind it.
  stream.on('error', () => undefined)
  stream.end(writer.encode(records))
  await once(stream, 'finish')
  const [partitions, expected] = fence(records, epochs)
  const { rows } = await client.query<DecidedRow>({
    name: 'apply_batch',
    text: 'select * from apply_batch($1, $2)',
    values: [partitions, expected],
    rowMode: 'array',
  } as never)
  return rows
}

/** Applies close markers, at most one for each tenant and partition, inside the open transaction. */
export async function applyCloses(client: Client, closes: readonly CloseMarker[], epochs: Epochs): Promise<DecidedRow[]> {
  const [partitions, expected] = fence(closes, epochs)
  const { rows } = await client.query<DecidedRow>({
    text: 'select * from apply_close($1, $2, $3, $4, $5, $6)',
    values: [
      partitions,
      expected,
      closes.map(({ closeId }) => closeId),
      closes.map(({ partition }) => partition),
      closes.map(({ tenant }) => tenant),
      closes.map(({ date }) => date),
    ],
    rowMode: 'array',
  } as never)
  return rows
}

function fence(items: readonly { readonly partition: number }[], epochs: Epochs): [number[], string[]] {
  const partitions = [...new Set(items.map(({ partition }) => partition))]
  // No epoch of ours is one that no row has: the database refuses.
  return [partitions, partitions.map((partition) => epochs.get(partition) ?? '0')]
}
