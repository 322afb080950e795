/** One judgement of a run folder in a process of its own, and what it took as a line of JSON. */

import { judgeFolder } from '../harness/judge/judge-folder.ts'

const { counts } = await judgeFolder(process.argv[2] ?? '.')
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const figures = {
  records: counts.records,
  // The clock begins with the process.
  wallMs: performance.now(),
  cpuMs: (userCPUTime + systemCPUTime) / 1_000,
  residentMiB: maxRSS / 1_024,
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
