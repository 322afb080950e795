import { defineScenario } from '../harness/index.ts'

/** Case study A: the spike came from one enterprise client, so one merchant has 80% of the surge. */
export default defineScenario({
  name: 'black-friday',
  description: 'Normal traffic, a tenfold surge that is mostly one merchant, and the way back.',
  exercises: ['A1', 'A2', 'A3', 'A4', 'A5'],
  history: { kind: 'synthetic', tenants: 4, merchants: 200, surgeMerchantShare: 0.8, discrepancies: 'typical' },
  load: {
    executor: 'ramping-arrival-rate',
    arrivals: 'poisson',
    // The stack of a shop has run for days when its traffic jumps: compilers, caches and connections are not what is measured here.
    warmUp: { duration: '10s', rate: 1_000 },
    startRate: 200,
    timeUnit: '1s',
    stages: [
      { name: 'normal', duration: '20s', target: 200 },
      { name: 'ramp', duration: '5s', target: 2_000 },
      { name: 'surge', duration: '30s', target: 2_000 },
      { name: 'ramp-down', duration: '5s', target: 200 },
      { name: 'recovery', duration: '20s', target: 200 },
    ],
  },
  thresholds: {
    'decision_latency{phase:surge}': ['p(99)<180'],
    'decision_latency{phase:recovery}': ['p(99)<100'],
    anomalies: ['count==0'],
    unsent: ['count==0'],
    refused: ['count==0'],
    failed: ['count==0'],
    unknown: ['count==0'],
  },
})
