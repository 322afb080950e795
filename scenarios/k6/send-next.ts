/** Sends the requests of a plan, one an iteration, in the plan's order. Runs in k6; the script that imports it says at what rate. */

import { check } from 'k6'
import { SharedArray } from 'k6/data'
import { scenario } from 'k6/execution'
import http from 'k6/http'

/** How the records of each tenant are sent. Holds keys: Tenfold writes it outside of the run folder, and removes it. */
interface Targets {
  readonly baseUrl: string
  readonly timeoutMs: number
  readonly tenants: readonly { readonly path: string; readonly headers: Record<string, string> }[]
}

const targets = JSON.parse(open(fileOf('TENFOLD_K6_TARGETS'))) as Targets

/** A line a request: the number of its tenant, a blank, and its body. Read once for all VUs. */
const requests = new SharedArray('requests', () =>
  open(fileOf('TENFOLD_K6_REQUESTS'))
    .split('\n')
    .filter((line) => line !== ''),
)

/** One iteration. Past the end of the plan there is nothing to send. */
export function sendNext(): void {
  const line = requests[scenario.iterationInTest]
  if (line === undefined) return
  const blank = line.indexOf(' ')
  const target = targets.tenants[Number(line.slice(0, blank))]
  if (target === undefined) throw new Error(`no tenant has the number ${line.slice(0, blank)}`)
  const response = http.post(targets.baseUrl + target.path, line.slice(blank + 1), {
    headers: target.headers,
    timeout: targets.timeoutMs,
    responseType: 'none',
    // A load goes where it was told to, and nowhere else.
    redirects: 0,
    // One name for all tenants: each would else be a metric of its own.
    tags: { name: 'records' },
  })
  check(response, { 'accepted with 202': ({ status }) => status === 202 })
}

function fileOf(variable: string): string {
  const file = __ENV[variable]
  if (file === undefined) throw new Error(`${variable} is not set: run this with tenfold k6, which writes the requests`)
  return file
}
