import { defineScenario } from '../harness/index.ts'

/** Who looks at a payment asks the same database that decides it: neither may wait for the other. */
export default defineScenario({
  name: 'dashboards',
  description: 'Webhooks that keep coming while dashboards read what came before: two streams side by side, each with its budget.',
  exercises: ['A3', 'A6'],
  history: { kind: 'synthetic', tenants: 4, merchants: 200, surgeMerchantShare: 0, discrepancies: 'typical' },
  load: {
    webhooks: { executor: 'constant-arrival-rate', arrivals: 'poisson', rate: 500, duration: '20s' },
    dashboards: {
      kind: 'read',
      executor: 'ramping-arrival-rate',
      arrivals: 'poisson',
      startTime: '4s',
      readAfter: '2s',
      startRate: 50,
      // Half of the time as on any day, then everybody looks at once.
      stages: [
        { duration: '8s', target: 50 },
        { duration: '0s', target: 200 },
        { duration: '8s', target: 200 },
      ],
    },
  },
  thresholds: {
    'decision_latency{stream:webhooks}': ['p(99)<180'],
    'ack_latency{stream:dashboards}': ['p(99)<100'],
    'failed{stream:dashboards}': ['count==0'],
    'unknown{stream:dashboards}': ['count==0'],
    'unsent{stream:dashboards}': ['count==0'],
    anomalies: ['count==0'],
    unsent: ['count==0'],
    refused: ['count==0'],
    failed: ['count==0'],
    unknown: ['count==0'],
  },
})
