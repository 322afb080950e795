/** `npm run bench`: all benchmarks one after the other, each as ratios to its goal or its peers in this one run. Nothing is gated on it. */

import { cpus, totalmem } from 'node:os'
import { benchGenerator } from './generator.ts'
import { benchOracle } from './oracle.ts'
import { benchRecording } from './recording.ts'
import { benchSchedule } from './schedule.ts'
import { benchStackRate, type RateFigures } from './stack-rate.ts'
import { benchVerifyOf } from './verify.ts'

const goalPerSecond = { 1: 12_000, 50: 14_000 } as const
const ratesPerSecond = [2_000, 4_000, 6_000, 8_000, 10_000, 12_000, 14_000, 16_000]

console.log(`${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`)

const { requestsPerCpuSecond, ratioToUndici, ratioToAutocannon } = await benchGenerator()
console.log('\ngenerator, requests per CPU-second, a body per request')
for (const [client, figure] of Object.entries(requestsPerCpuSecond)) console.log(`  ${client.padEnd(12)}${Math.round(figure)}`)
console.log(`  ours / undici.request ${ratioToUndici.toFixed(2)} (goal 3), ours / autocannon ${ratioToAutocannon.toFixed(2)} (goal 2.5)`)

const { nanosecondsASample, nanosecondsAWrite } = benchRecording()
console.log(
  `\nrecording a latency: ${nanosecondsASample.toFixed(1)} ns (${(nanosecondsASample / 40).toFixed(2)} of the goal's 40 ns; a write into an array ${nanosecondsAWrite.toFixed(1)} ns)`,
)

console.log('\nschedule, Poisson arrivals on one thread: P99 of sends after their due times')
const schedule = await benchSchedule(({ perSecond, lagMsP99, lagMsP50, accepted }) =>
  console.log(`  ${perSecond}/s P50 ${lagMsP50.toFixed(2)} ms, P99 ${lagMsP99.toFixed(2)} ms${accepted ? '' : ', not all accepted'}`),
)
console.log(`  within 5 ms at 99% up to ${schedule.highestPerSecond} records/s`)

const oracle = benchOracle()
console.log(`\noracle and comparison of ${oracle.records} records`)
console.log(
  `  ${(oracle.total.wallMs / 1_000).toFixed(1)} s (${(oracle.total.wallMs / 5_000).toFixed(2)} of the goal's 5 s), ${(oracle.total.cpuMs / 1_000).toFixed(1)} s CPU`,
)
console.log(`  ${Math.round(oracle.residentMiB)} MiB resident (${(oracle.residentMiB / 1_000).toFixed(2)} of the goal's 1 GB)`)

const verify = await benchVerifyOf(100_000)
console.log(`\njudging the folder of a run of ${verify.records} records`)
console.log(
  `  ${(verify.wallMs / 1_000).toFixed(1)} s, ${((verify.cpuMs * 1_000) / verify.records).toFixed(1)} µs CPU a record (goal: 10), ${Math.round(verify.residentMiB)} MiB resident`,
)

for (const recordsPerRequest of [1, 50] as const) {
  console.log(`\nhighest rate held for 30 s with decision P99 < 180 ms, ${recordsPerRequest} record(s) a request`)
  const figures = await benchStackRate(recordsPerRequest, ratesPerSecond, ({ perSecond, held, decisionP99Ms, sentence }) =>
    console.log(`  ${perSecond}/s ${held ? 'held    ' : 'not held'} P99 ${Math.round(decisionP99Ms)} ms  ${sentence}`),
  )
  console.log(
    `  ${figures.highestPerSecond} records/s: ${(figures.highestPerSecond / goalPerSecond[recordsPerRequest]).toFixed(2)} of the goal`,
  )
  tellTime(figures)
}

/** CPU microseconds a record by process, at the highest rate that was held. */
function tellTime({ steps, highestPerSecond }: RateFigures): void {
  const best = steps.find(({ perSecond, held }) => held && perSecond === highestPerSecond)
  if (best === undefined) return
  console.log(
    `  CPU µs a record there: ${best.cpuMicrosPerRecord.map(({ process, micros }) => `${process} ${micros.toFixed(0)}`).join(', ')}`,
  )
}
