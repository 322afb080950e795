/** The benchmark's requests in k6, as fast as it can: a closed loop of fixed VUs that reads no body and checks nothing. `generator-k6.ts` runs it. */

import { SharedArray } from 'k6/data'
import { scenario } from 'k6/execution'
import http from 'k6/http'
import type { Options } from 'k6/options'

interface Targets {
  readonly baseUrl: string
  readonly tenants: readonly { readonly path: string; readonly headers: Record<string, string> }[]
}

export const options: Options = {
  scenarios: {
    closed: { executor: 'shared-iterations', vus: 64, iterations: Number(variable('BENCH_REQUESTS')), maxDuration: '10m' },
  },
  discardResponseBodies: true,
  // The benchmark is no measurement of k6 where not every record was taken.
  thresholds: { http_req_failed: ['rate==0'], dropped_iterations: ['count==0'] },
}

const { baseUrl, tenants } = JSON.parse(open(variable('TENFOLD_K6_TARGETS'))) as Targets
const [target] = tenants
const url = `${baseUrl}${target?.path}`
const params = { headers: target?.headers ?? {} }

/** The bodies alone: each line begins with the number of its tenant and a blank. Read once for all VUs. */
const bodies = new SharedArray('bodies', () =>
  open(variable('TENFOLD_K6_REQUESTS'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(line.indexOf(' ') + 1)),
)

export default function send(): void {
  http.post(url, bodies[scenario.iterationInTest % bodies.length] ?? '', params)
}

function variable(name: string): string {
  const value = __ENV[name]
  if (value === undefined) throw new Error(`${name} is not set: run node benchmarks/generator-k6.ts`)
  return value
}
