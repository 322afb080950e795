import { defineScenario } from '../harness/index.ts'

/** The same files tenfold: every record has fresh identities in each copy, and every payout still adds up. */
export default defineScenario({
  name: 'historical-surge',
  description: 'The same historical files tenfold, every copy with fresh identities and payouts that still add up.',
  exercises: ['A2', 'A9'],
  history: {
    kind: 'files',
    files: ['replay/samples/*'],
    profile: 'replay/samples/profile.json',
    amplify: 10,
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
