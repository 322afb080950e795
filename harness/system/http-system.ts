/** A system that is spoken with over HTTP alone (docs/library.md): records in, decisions as a feed, final state as lines. */

import type { FinalStateRow, HistoryRow } from '../model/decision.ts'
import { decodeDecisionValue } from '../model/decode-decision.ts'
import { decodeRecord } from '../model/decode-record.ts'
import { bounded, unreachable } from './bounded.ts'
import { baseUrlOf, postClose, putTenant, tenantPath } from './http-control.ts'
import type { SystemUnderTest } from './port.ts'

export interface HttpSystemOptions {
  readonly name: string
  readonly port: number
  /** Where it is (default 127.0.0.1). One elsewhere must stand in the system file's `remote`. */
  readonly host?: string
  /** Sent as the bearer of all calls that belong to no tenant. */
  readonly adminKey: string
  /** How often the feed is asked while nothing comes, ms. Absent: as the budgets of a run need, every 2 to 10 ms. */
  readonly decisionsEveryMs?: number
}

/** Opens nothing before the first call, and keeps nothing open after one. */
export function connectHttpSystem(options: HttpSystemOptions): SystemUnderTest {
  const { name, port, host = '127.0.0.1', adminKey, decisionsEveryMs } = options
  const baseUrl = baseUrlOf(host, port)
  const keys = new Map<string, string>()
  const keyOf = (tenant: string): string => {
    const key = keys.get(tenant)
    if (key === undefined) throw new Error(`tenant ${tenant} was not prepared`)
    return key
  }
  async function* linesOf<Row>(tenants: readonly string[], what: string, decode: Decode<Row>, signal: AbortSignal): AsyncGenerator<Row> {
    for (const tenant of tenants) {
      const path = `${tenantPath(tenant)}/${what}`
      const text = await getText(baseUrl, path, keyOf(tenant), signal)
      for (const line of text.split('\n')) if (line !== '') yield decode(line, `GET ${path}`)
    }
  }
  return {
    name,
    hosts: [host],
    decisions: {
      kind: 'http-poll',
      url: `${baseUrl}/v1/decisions`,
      headers: bearer(adminKey),
      ...(decisionsEveryMs === undefined ? {} : { everyMs: decisionsEveryMs }),
    },
    async prepareTenants(tenants, profile, signal) {
      for (const tenant of tenants) keys.set(tenant, await putTenant({ baseUrl, adminKey }, tenant, profile, signal))
      const requests = tenants.map((tenant) => {
        const headers = { ...bearer(keyOf(tenant)), 'content-type': 'application/json' }
        return [tenant, { path: `${tenantPath(tenant)}/records`, headers }] as const
      })
      return { kind: 'http', host, port, tenants: Object.fromEntries(requests) }
    },
    close: (tenant, date, signal) => postClose(baseUrl, tenant, keyOf(tenant), date, signal),
    async readFinalState(tenants, signal) {
      return {
        rows: linesOf(tenants, 'state', decodeStateLine, signal),
        history: linesOf(tenants, 'history', decodeHistoryLine, signal),
        async [Symbol.asyncDispose]() {},
      }
    },
    async sampleLag(signal) {
      const { records } = parsed(await getText(baseUrl, '/v1/lag', adminKey, signal), 'GET /v1/lag')
      if (typeof records !== 'number' || !(records >= 0)) throw unreachable('GET /v1/lag', `expected {"records":…}, got ${String(records)}`)
      return { totalRecords: records, partitionRecordsMax: records }
    },
    describe: async () => ({}),
    async [Symbol.asyncDispose]() {},
  }
}

type Decode<Row> = (line: string, call: string) => Row

/** `{"record":<as it was sent>,"content":"…","decision":<the latest event; absent while there is none>}`. */
export function decodeStateLine(line: string, call: string): FinalStateRow {
  const { record: sent, content, decision } = parsed(line, call)
  const record = decodeRecord(sent)
  if (record.kind === 'problems' || typeof content !== 'string') throw unreachable(call, `not a row of the state: ${line.slice(0, 300)}`)
  const { tenant, merchant, source, account, recordId, kind, currency, grossMinor, netMinor } = record.record
  const identity = { tenant, merchant, source, account, recordId, kind }
  const event = decision === undefined || decision === null ? undefined : eventOf(decision, call)
  return { identity, content, currency, grossMinor, netMinor, current: event && { result: event.result, version: event.version } }
}

/** A decision event as it was published. */
export function decodeHistoryLine(line: string, call: string): HistoryRow {
  const { identity, content, version, result, cause } = eventOf(parsed(line, call), call)
  return { identity, content, version, result, cause }
}

function eventOf(value: unknown, call: string) {
  const event = decodeDecisionValue(value)
  if (event.kind === 'decision') return event
  throw unreachable(call, event.kind === 'problem' ? event.problem : 'a close event among the decisions of records')
}

function parsed(text: string, call: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreachable(call, `not JSON: ${text.slice(0, 300)}`)
  }
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  throw unreachable(call, `expected an object, got ${text.slice(0, 300)}`)
}

function getText(baseUrl: string, path: string, key: string, signal: AbortSignal): Promise<string> {
  const what = `GET ${path} at ${baseUrl}`
  return bounded(what, signal, async (limited) => {
    const response = await fetch(baseUrl + path, { headers: bearer(key), redirect: 'error', signal: limited })
    const text = await response.text()
    if (response.status !== 200) throw unreachable(what, `expected 200, got ${response.status} ${text.slice(0, 300)}`)
    return text
  })
}

function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` }
}
