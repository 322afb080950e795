/** The final state and the decision history of some tenants, read through COPY in one snapshot of the tables of docs/wire.md. */

import { Client, escapeLiteral } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { ClaimedResult, DecisionCause, FinalStateRow, HistoryRow } from '../model/decision.ts'
import type { RecordIdentity } from '../model/record-key.ts'
import type { Kind } from '../model/record.ts'
import { bounded, callTimeoutMs, unreachable } from './bounded.ts'
import type { CopyRow } from './copy-text.ts'
import { copyRows } from './copy-text.ts'
import type { FinalState } from './port.ts'

/** Begins the snapshot; rows flow as they are read, state first, then history. Throws TARGET_UNREACHABLE. */
export async function readFinalState(databaseUrl: string, tenants: readonly string[], signal: AbortSignal): Promise<FinalState> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: callTimeoutMs, application_name: 'tenfold' })
  // Without a listener, a connection that breaks between two reads would end the process.
  client.on('error', () => undefined)
  await bounded('final state', signal, async () => {
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
  })
  const wanted = `any(array[${tenants.map((tenant) => escapeLiteral(tenant)).join(',')}]::text[])`
  return {
    rows: readRows(client, stateQuery(wanted), decodeState, signal),
    history: readRows(client, historyQuery(wanted), decodeHistory, signal),
    async [Symbol.asyncDispose]() {
      await client.end()
    },
  }
}

const identityColumns = `r.tenant, r.merchant, r.source, r.account, r.record_id, r.kind, encode(r.content, 'hex')`
const resultColumns =
  'd.version, d.state, d.rule_id, d.variance_minor, d.leg1_group, d.leg2b_group, d.member_count, d.residual_minor, d.detail'

function stateQuery(wanted: string): string {
  return `copy (select ${identityColumns}, ${resultColumns}, r.currency, r.gross_minor, r.net_minor
    from record r left join decision d using (merchant_key, identity, content) where r.tenant = ${wanted}) to stdout`
}

function historyQuery(wanted: string): string {
  return `copy (select ${identityColumns}, ${resultColumns}, d.cause_partition, d.cause_offset, d.cause_close
    from decision_history d join record r using (merchant_key, identity, content) where r.tenant = ${wanted}) to stdout`
}

async function* readRows<T>(client: Client, query: string, decode: (row: CopyRow) => T, signal: AbortSignal): AsyncGenerator<T> {
  signal.throwIfAborted()
  const stream = client.query(copyTo(query))
  // The stream of a connection that hangs gives neither rows nor an end.
  const stop = (): void => void stream.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const row of copyRows(stream)) yield decode(row)
  } catch (error) {
    signal.throwIfAborted()
    throw unreachable('final state', error instanceof Error ? error.message : String(error), error)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Columns that both queries begin with. */
function decodeKey(row: CopyRow): { readonly identity: RecordIdentity; readonly content: string } {
  const [tenant, merchant, source, account, recordId, kind] = row.map((field) => field ?? '')
  const identity = { tenant, merchant, source, account, recordId, kind: kind as Kind } as RecordIdentity
  return { identity, content: required(row, 6) }
}

/** A row of the state's query: what a record without a decision has is OPEN, told by `current` being absent. */
export function decodeState(row: CopyRow): FinalStateRow {
  const version = row[7]
  return {
    ...decodeKey(row),
    currency: required(row, 16),
    grossMinor: BigInt(required(row, 17)),
    netMinor: BigInt(required(row, 18)),
    current: version === null || version === undefined ? undefined : { version: Number(version), result: decodeResult(row) },
  }
}

/** A row of the history's query. */
export function decodeHistory(row: CopyRow): HistoryRow {
  return { ...decodeKey(row), version: Number(required(row, 7)), result: decodeResult(row), cause: decodeCause(row) }
}

function decodeResult(row: CopyRow): ClaimedResult {
  const [state, ruleId, variance, leg1Group, leg2bGroup, memberCount, residual, detail] = row.slice(8, 16)
  return {
    state: state ?? '',
    varianceMinor: BigInt(variance ?? '0'),
    ...(ruleId ? { ruleId } : {}),
    ...(leg1Group ? { leg1Group } : {}),
    ...(leg2bGroup ? { leg2bGroup } : {}),
    ...(memberCount && residual ? { payout: { memberCount: Number(memberCount), residualMinor: BigInt(residual) } } : {}),
    ...(detail === 'NOT_DECOMPOSABLE' ? { detail } : {}),
  }
}

function decodeCause(row: CopyRow): DecisionCause {
  const closeId = row[18]
  if (closeId !== null && closeId !== undefined) return { kind: 'close', closeId }
  return { kind: 'record', partition: Number(row[16] ?? -1), offset: row[17] ?? '' }
}

function required(row: CopyRow, column: number): string {
  const field = row[column]
  if (field === null || field === undefined)
    throw unreachable('final state', `column ${column + 1} of a row is missing: ${row.join(' | ')}`)
  return field
}
