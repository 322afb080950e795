/** A small load against a server of a test's own, and what became of it. */

import { expect } from 'vitest'

import type { LoadResult } from '../../harness/load/port.ts'
import { startLoad } from '../../harness/load/run-load.ts'
import { outcomeKinds } from '../../harness/model/outcome.ts'
import type { LoadOptions } from '../../harness/model/scenario.ts'
import type { HttpIngest } from '../../harness/system/port.ts'
import { ingestOf, planOf } from './small-load.ts'

/** Each load ends within this, whatever the server does. */
const limitMs = 60_000

export async function runLoad(
  port: number,
  load: LoadOptions,
  { tenants = ['acme'], ...ingest }: Partial<Pick<HttpIngest, 'tls' | 'host'>> & { readonly tenants?: readonly string[] } = {},
): Promise<LoadResult> {
  const running = await startLoad({
    plan: planOf(load, 1, tenants),
    ingest: { ...ingestOf(port, tenants), ...ingest },
    options: load,
    signal: AbortSignal.timeout(limitMs),
  })
  return running.done
}

export function outcomeCounts({ operations }: Pick<LoadResult, 'operations'>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const code of operations.outcome) counts[outcomeKinds[code] ?? ''] = (counts[outcomeKinds[code] ?? ''] ?? 0) + 1
  return counts
}

/** Every answer that was heard is taken for a request, or counted as one of the others. */
export function expectAddsUp({ answers }: Pick<LoadResult, 'answers'>): void {
  const { heard = 0, taken = 0, late = 0, duplicate = 0, toNobody = 0 } = answers ?? {}
  expect(taken + late + duplicate + toNobody).toBe(heard)
}
