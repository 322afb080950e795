import { defineConfig } from 'tenfold'

export default defineConfig({
  scenarioDefaults: {
    system: './pairs.ts',
    thresholds: { anomalies: ['count==0'], decision_latency: ['p(90)<60000'], unsent: ['count<0'] },
  },
  out: 'records-of-runs',
  reporters: [
    {
      name: 'one line',
      report: (run, summary) => ({ 'verdict.txt': `${run.scenario.name} with ${run.history.records} records: ${summary.verdict.title}\n` }),
    },
  ],
})
