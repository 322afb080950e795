import { defineScenario } from '../harness/index.ts'

/** Up by half until the budget breaks, then between: at most a dozen steps, about five minutes. */
export default defineScenario({
  name: 'capacity',
  description: 'The highest rate that the stack holds: steps up until the budget breaks, then the knee between the last two.',
  exercises: ['A1', 'A2'],
  history: { kind: 'synthetic', tenants: 4, merchants: 200, surgeMerchantShare: 0, discrepancies: 'typical' },
  load: { executor: 'constant-arrival-rate', arrivals: 'poisson', rate: 500, duration: '10s' },
  capacity: { factor: 1.5, maxRate: 20_000, resolution: 0.1, probe: { connections: 64, records: 20_000 } },
  drainTimeout: '20s',
  thresholds: {
    decision_latency: ['p(99)<180'],
    anomalies: ['count==0'],
    unsent: ['count==0'],
    refused: ['count==0'],
    failed: ['count==0'],
    unknown: ['count==0'],
  },
})
