import { defineScenario } from 'tenfold'

/** What the system is and how fast it must be stands in tenfold.config.ts. */
export default defineScenario({
  name: 'my-scenario',
  description: 'A few seconds of payments and their ledger entries.',
  history: { kind: 'files', files: ['history/*.csv'], profile: 'history/profile.json' },
  load: { executor: 'constant-arrival-rate', rate: 150, duration: '4s', warmUp: { duration: '500ms', rate: 50 } },
  thresholds: { unsent: ['count==0'] },
})
