/** Whether a load was ended for what its own generator's pauses did: they are told behind the load, so that nobody knew it then. Pure. */

import { evaluate } from '../metrics/evaluate.ts'
import type { Threshold } from '../metrics/thresholds.ts'
import type { RunRecord } from '../model/run-record.ts'
import { streamsOf } from '../model/scenario.ts'
import type { CountedOperations } from './operation-counts.ts'
import { LiveSamples } from './live-samples.ts'
import type { LiveOperations } from './live-samples.ts'
import { burstsBehind, latenessBehind } from './own-pauses.ts'
import type { SampleSources } from './threshold-samples.ts'

/** Looks again at what was over when the run was ended, as the run did, and leaves out what came while the generator stood still, and what that was late. */
export function turnedByPauses(threshold: Threshold, { scenario, ending, health }: RunRecord, sources: SampleSources): boolean {
  const { generatorPauses = [] } = health
  if (ending.kind !== 'threshold-broken' || generatorPauses.length === 0) return false
  const { phases, naming, baseline, reads } = sources
  const timeouts = new Map(streamsOf(scenario).map(({ name, requestTimeoutMs }) => [name, requestTimeoutMs]))
  const part = ({ operations, subjectOf }: Pick<CountedOperations, 'operations' | 'subjectOf'>): LiveOperations => ({
    operations,
    subjectOf,
    requestTimeoutMsOf: (operation) => timeouts.get(subjectOf(operation).stream) ?? scenario.load.requestTimeoutMs,
  })
  const live = new LiveSamples({
    thresholds: [threshold],
    parts: [part(sources), ...(reads === undefined ? [] : [part(reads)])],
    phases,
    naming,
    baseline,
    ended: { us: ending.us, answerLateUs: latenessBehind(generatorPauses), burstUs: burstsBehind(generatorPauses) },
  })
  if (!live.knowsLateness(threshold)) return false
  live.look(ending.us)
  return evaluate(threshold, live.sampled(threshold, ending.us, 'without lag')).outcome !== 'broken'
}
