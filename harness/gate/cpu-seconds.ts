/** CPU of the system and records of each second of a run, from the summary's series. Pure. */

import type { Summary } from '../model/summary.ts'
import { harnessProcesses } from './gate-metrics.ts'

/** By second of the load: µs of CPU above, records acknowledged below. Seconds in which nothing was offered, behind the load, are left out. */
export function cpuSeconds({ series, seconds }: Summary): readonly { readonly above: number; readonly below: number }[] {
  const micros = new Float64Array(seconds.length)
  for (const { metric, subject, points } of series) {
    if (metric !== 'cpu' || harnessProcesses.has(subject)) continue
    for (const [index, [at, percentOfCpu]] of points.entries()) {
      // A point tells of the time since the one before it; the first one of as much as the second, within the load.
      const before = points[index - 1]?.[0] ?? Math.max(0, 2 * at - (points[index + 1]?.[0] ?? at))
      const second = Math.ceil(at) - 1
      if (second < 0 || second >= seconds.length) continue
      micros[second] = (micros[second] ?? 0) + (at - before) * percentOfCpu * 1e4
    }
  }
  return seconds.flatMap(({ second, offered, acknowledged }) =>
    offered === 0 ? [] : [{ above: micros[second] ?? 0, below: acknowledged }],
  )
}
