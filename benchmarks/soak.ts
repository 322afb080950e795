/**
 * Whether the harness's memory stays flat while it sends: generator threads, accounting and live latencies as a run has them, against the least that answers, which is
 * a process of its own. `node benchmarks/soak.ts [MINUTES] [RECORDS_A_SECOND]` (10 and 2,000) prints resident memory every 10 s, its slope over the last four
 * fifths with the interval, and a verdict.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { slopeOf } from '../harness/gate/theil-sen.ts'
import { tallyOutcomes } from '../harness/judge/accounting.ts'
import { arrivalsOf } from '../harness/load/arrivals/arrivals.ts'
import type { LoadProgress, LoadResult } from '../harness/load/port.ts'
import { startLoad } from '../harness/load/run-load.ts'
import { parseThresholds } from '../harness/metrics/thresholds.ts'
import type { Plan } from '../harness/model/plan.ts'
import type { CanonicalRecord } from '../harness/model/record.ts'
import type { LoadOptions } from '../harness/model/scenario.ts'
import { watchThresholds } from '../harness/run/watch-thresholds.ts'
import { ingestOf, loadOf, planOf } from '../tests/support/small-load.ts'

interface MemorySample {
  readonly minute: number
  readonly residentMiB: number
}

const everyMs = 10_000
/** Of the whole: threads start, compilers work, buffers find their size. */
const settlingShare = 0.2
/** What memory may grow by in the rest, of what is resident. */
const growthShareMax = 0.05
/** Sent again and again, so that what grows is never the history. */
const distinctRecords = 20_000
/** After the last record is due, for the last answers. */
const graceMs = 60_000

const [minutes, perSecond] = [Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 2_000)]
const server = spawn(process.execPath, [fileURLToPath(new URL('generator-server.ts', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  const options = loadOf({
    stages: [{ name: 'steady', durationMs: minutes * 60_000, targetPerSecond: perSecond }],
    arrivals: 'poisson',
    inFlightMax: 256,
    workers: 2,
  })
  const { samples, result } = await soak(planOfFew(options), options, Number(port.toString()))
  for (const line of accountingLines(result)) console.log(line)
  console.log(verdictLine(samples.filter(({ minute }) => minute >= minutes * settlingShare)))
} finally {
  server.kill()
}

function planOfFew(options: LoadOptions): Plan {
  const { records } = planOf(loadOf({ stages: [{ name: 's', durationMs: 1_000, targetPerSecond: distinctRecords }] }))
  const { dueUs, phases } = arrivalsOf(options, 1)
  return { seed: 1, records, recordIndex: Uint32Array.from(dueUs.keys(), (index) => index % records.length), dueUs, phases }
}

/** The load of a run with what a run looks at meanwhile: progress, and thresholds that would end it. */
async function soak(
  plan: Plan,
  options: LoadOptions,
  port: number,
): Promise<{ readonly samples: readonly MemorySample[]; readonly result: LoadResult }> {
  const broken = new AbortController()
  const signal = AbortSignal.any([broken.signal, AbortSignal.timeout(minutes * 60_000 + graceMs)])
  const load = await startLoad({ plan, ingest: ingestOf(port), options, signal })
  const abortOnFail = (threshold: string) => [{ threshold, abortOnFail: true, delayAbortEvalMs: 0 }]
  const parsed = parseThresholds(
    {
      ack_latency: abortOnFail('p(99)<60000'),
      schedule_lag: abortOnFail('p(99)<60000'),
      error_rate: abortOnFail('rate<0.5'),
      unsent: abortOnFail(`count<${plan.dueUs.length}`),
    },
    { phases: plan.phases.map(({ name }) => name), streams: [] },
  )
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('; '))
  using _watch = watchThresholds({
    thresholds: parsed.thresholds,
    parts: [
      {
        operations: load.operations,
        subjectOf: (operation) => ({ record: plan.records[plan.recordIndex[operation] as number] as CanonicalRecord, stream: '' }),
        requestTimeoutMsOf: () => options.requestTimeoutMs,
      },
    ],
    phases: plan.phases,
    naming: { tenantSuffix: '' },
    baseline: undefined,
    originUs: load.originUs,
    onBroken: () => broken.abort(),
  })
  const samples: MemorySample[] = []
  const startedMs = performance.now()
  const timer = setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage()
    const sample = { minute: (performance.now() - startedMs) / 60_000, residentMiB: rss / 2 ** 20 }
    samples.push(sample)
    console.log(sampleLine(sample, heapUsed / 2 ** 20, load.progress()))
  }, everyMs)
  try {
    return { samples, result: await load.done }
  } finally {
    clearInterval(timer)
  }
}

function sampleLine({ minute, residentMiB }: MemorySample, heapMiB: number, { sent, accepted, inFlight }: LoadProgress): string {
  const memory = `${residentMiB.toFixed(1)} MiB resident, ${heapMiB.toFixed(1)} of them the main thread's heap`
  return `${(minute * 60).toFixed(0).padStart(4)} s  ${memory}; ${sent} sent, ${accepted} accepted, ${inFlight} on the way`
}

/** The identities that hold without a final state. */
function accountingLines({ operations, answers }: LoadResult): readonly string[] {
  const { accepted, refused, failed, unknown, 'unsent-no-slot': noSlot, 'unsent-late': late, pending } = tallyOutcomes(operations)
  const sent = operations.sentUs.reduce((count, us) => count + (Number.isNaN(us) ? 0 : 1), 0)
  const taken = (answers?.taken ?? 0) + (answers?.late ?? 0) + (answers?.duplicate ?? 0) + (answers?.toNobody ?? 0)
  const rows: readonly (readonly [string, number, number])[] = [
    ['scheduled = sent + unsent', operations.count, sent + noSlot + late + pending],
    ['sent = accepted + refused + failed + unknown', sent, accepted + refused + failed + unknown],
    ['answers = taken + late + duplicate + to nobody', answers?.heard ?? Number.NaN, taken],
  ]
  return rows.map(([identity, left, right]) => `${left === right ? '✓' : '✗'} ${identity}: ${left} = ${right}`)
}

function verdictLine(samples: readonly MemorySample[]): string {
  if (samples.length < 2) return 'too short for a slope'
  const { slope, lower, upper } = slopeOf(samples.map(({ minute, residentMiB }) => [minute, residentMiB] as const))
  const sorted = samples.map(({ residentMiB }) => residentMiB).toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  const lasted = (samples.at(-1)?.minute ?? 0) - (samples[0]?.minute ?? 0)
  const told = `${slope.toFixed(3)} MiB a minute (${lower.toFixed(3)} to ${upper.toFixed(3)}) over ${lasted.toFixed(1)} minutes, at ${middle.toFixed(0)} MiB`
  const allowed = growthShareMax * middle
  if (upper * lasted <= allowed) return `flat: ${told}`
  return `${lower * lasted > allowed ? 'grows' : 'not shown to be flat'}: ${told}; at most ${(allowed / lasted).toFixed(3)} is called flat`
}
