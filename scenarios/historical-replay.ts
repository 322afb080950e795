import { defineScenario } from '../harness/index.ts'

/** The shipped samples of every format as they happened, with days pressed into seconds. */
export default defineScenario({
  name: 'historical-replay',
  description: 'Historical files replayed in their own rhythm, compressed in time: old data, new pipeline, same answers.',
  exercises: ['A9'],
  history: {
    kind: 'files',
    files: ['replay/samples/*'],
    profile: 'replay/samples/profile.json',
    pace: { compress: 12_000 },
  },
  load: { executor: 'recorded' },
  thresholds: {
    decision_latency: ['p(99)<500'],
    anomalies: ['count==0'],
    unsent: ['count==0'],
    refused: ['count==0'],
    failed: ['count==0'],
    unknown: ['count==0'],
  },
})
