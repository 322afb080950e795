/** How Tenfold starts and reaches the system of server.ts. */

import { join } from 'node:path'
import { connectHttpSystem, defineSystem } from 'tenfold'

export default defineSystem({
  name: 'pairs',
  description: 'Pairs by reference, in one process.',
  local: {
    processes: () => [
      {
        name: 'server',
        script: join(import.meta.dirname, 'server.ts'),
        replicas: 1,
        lifetime: 'service',
        environment: ({ adminKey }) => ({ ADMIN_KEY: adminKey }),
      },
    ],
  },
  connect: ({ ports, adminKey }) => connectHttpSystem({ name: 'pairs', port: ports['server-0'] ?? 0, adminKey }),
})
