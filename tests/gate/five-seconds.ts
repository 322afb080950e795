import { defineScenario } from '../../harness/index.ts'

/** Enough decisions for a P99, of the history that the folder of the command holds. */
export default defineScenario({
  name: 'five-seconds',
  description: 'Five seconds of payments and their ledger entries.',
  system: 'steady',
  history: { kind: 'files', files: ['history/*.csv'], profile: 'history/profile.json', amplify: 2, pace: 'schedule' },
  load: { executor: 'constant-arrival-rate', arrivals: 'poisson', rate: 280, duration: '5s', warmUp: { duration: '500ms', rate: 50 } },
  thresholds: { anomalies: ['count==0'] },
})
