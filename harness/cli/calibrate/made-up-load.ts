/** Plans of made-up records, for servers of our own: what is sent does not matter, only when and what comes of it. */

import { arrivalsOf } from '../../load/arrivals/arrivals.ts'
import type { Plan } from '../../model/plan.ts'
import type { CanonicalRecord } from '../../model/record.ts'
import type { LoadOptions } from '../../model/scenario.ts'
import type { HttpIngest } from '../../system/port.ts'

export function loadOf(overrides: Partial<LoadOptions> & Pick<LoadOptions, 'stages'>): LoadOptions {
  return {
    executor: 'constant-arrival-rate',
    arrivals: 'even',
    startPerSecond: 0,
    recordsPerRequest: 1,
    batchWindowMs: 5,
    workers: 1,
    inFlightMax: 64,
    requestTimeoutMs: 5_000,
    slotDeadlineMs: 5_000,
    warmUp: { durationMs: 0, perSecond: 0 },
    ...overrides,
  }
}

/** One record for each arrival; tenants take turns. */
export function planOf(load: LoadOptions, seed = 1, tenants: readonly string[] = ['acme']): Plan {
  const { dueUs, phases } = arrivalsOf(load, seed)
  const records = Array.from(dueUs, (_, index) => recordOf(tenants[index % tenants.length] ?? 'acme', index))
  return { seed, records, recordIndex: Uint32Array.from(dueUs.keys()), dueUs, phases }
}

/** `pathOf` names what the server is to do with a tenant's records. */
export function ingestOf(
  port: number,
  tenants: readonly string[] = ['acme'],
  pathOf = (tenant: string) => `/v1/tenants/${tenant}/records`,
): HttpIngest {
  const entries = tenants.map((tenant) => [tenant, { path: pathOf(tenant), headers: { authorization: 'Bearer key' } }] as const)
  return { kind: 'http', host: '127.0.0.1', port, tenants: Object.fromEntries(entries) }
}

function recordOf(tenant: string, index: number): CanonicalRecord {
  return {
    tenant,
    merchant: `m${index % 100}`,
    side: 'processor',
    source: 'stripe',
    account: 'acct_1',
    recordId: `txn_${index}`,
    kind: 'charge',
    ref: `order-${index}`,
    payoutRef: `po_${index % 50}`,
    grossMinor: 10_000n,
    feeMinor: 320n,
    netMinor: 9_680n,
    currency: 'USD',
    occurredAt: '2026-01-05T10:00:00.000Z',
    businessDate: '2026-01-05',
  }
}
