import { defineScenario } from '../harness/index.ts'

/** Twenty seconds in all: does the path work, and is every answer right? */
export default defineScenario({
  name: 'smoke',
  description: 'A little of everything for a few seconds: is the path whole, is every answer right?',
  history: { kind: 'synthetic', tenants: 2, merchants: 20, days: 2, discrepancies: 'typical' },
  load: { executor: 'constant-arrival-rate', arrivals: 'poisson', rate: 250, duration: '6s', warmUp: { duration: '1s', rate: 300 } },
  thresholds: {
    decision_latency: ['p(99)<1000'],
    anomalies: ['count==0'],
    unsent: ['count==0'],
    refused: ['count==0'],
    failed: ['count==0'],
    unknown: ['count==0'],
  },
})
