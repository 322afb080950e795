/** The files that `tenfold init` writes. They are TypeScript for a project that has installed the package. */

export const scenarioText = `import { defineScenario } from 'tenfold'

// What is replayed, how fast, and what must hold. Run it: npx tenfold run my-scenario
export default defineScenario({
  name: 'my-scenario',
  description: 'Normal traffic, a tenfold surge, and the way back.',

  // The system under test: systems/my-system, or the path of a file.
  system: 'my-system',

  // Made-up payments, written as real files and read back. For your own:
  // { kind: 'files', files: ['history/*.csv'], profile: 'history/profile.json' }
  history: { kind: 'synthetic', tenants: 2, merchants: 20, days: 2, discrepancies: 'typical' },

  // Rates are records a second: a ledger entry, a processor's row, a payout or a bank line each. The load never waits for an answer.
  load: {
    executor: 'ramping-arrival-rate',
    startRate: 20,
    stages: [
      { name: 'normal', duration: '10s', target: 20 },
      { name: 'surge', duration: '20s', target: 200 },
      { name: 'recovery', duration: '10s', target: 20 },
    ],
  },

  // Not met: exit status 99. A wrong answer: 96, whatever the latency.
  thresholds: {
    'decision_latency{phase:surge}': ['p(99)<500'],
    anomalies: ['count==0'],
    unsent: ['count==0'],
    failed: ['count==0'],
  },
})
`

export const systemText = `import { connectHttpSystem, defineSystem } from 'tenfold'

// How the system under test is started and reached. The calls that connectHttpSystem makes are in docs/library.md of the package;
// a system that has Kafka and PostgreSQL as docs/wire.md says uses connectWireSystem instead, and any other a connect of its own.
export default defineSystem({
  name: 'my-system',
  description: 'Our reconciliation service.',
  local: {
    // Services that Tenfold is to start for it (none unless named here): postgres: true, kafka: true, redis: 'if-present'.
    // Processes, in order. Each is run by Node, gets this environment, and prints {"ready":true,"port":8080} on a line once it takes requests.
    // None, where the system is running already: processes: () => [], and its port below (on another host: see remote in docs/library.md).
    processes: () => [
      {
        name: 'server',
        script: \`\${import.meta.dirname}/../src/server.ts\`,
        replicas: 1,
        lifetime: 'service',
        environment: ({ adminKey }) => ({ ADMIN_KEY: adminKey, PORT: '0' }),
      },
    ],
  },
  // Ports by process and replica.
  connect: ({ ports, adminKey }) => connectHttpSystem({ name: 'my-system', port: ports['server-0'] ?? 0, adminKey }),
})
`
