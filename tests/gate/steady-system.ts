/** The system of a known speed, as fast as is asked for. */

import { join } from 'node:path'
import { connectHttpSystem, defineSystem } from '../../harness/index.ts'
import type { SystemDefinition } from '../../harness/system/port.ts'

export interface Speed {
  readonly decideAfterMs: number
  readonly workMicros: number
  /** It refuses each second, third, … request for records; none where it is absent. */
  readonly refuseEvery?: number
}

export function steadySystem(name: string, speed: Speed): SystemDefinition {
  return defineSystem({
    name,
    description: `Decides ${speed.decideAfterMs} ms after a pair is there, in one process.`,
    local: {
      processes: () => [
        {
          name: 'server',
          script: join(import.meta.dirname, 'steady-server.ts'),
          replicas: 1,
          lifetime: 'service',
          environment: ({ adminKey }) => ({
            ADMIN_KEY: adminKey,
            DECIDE_AFTER_MS: `${speed.decideAfterMs}`,
            WORK_MICROS: `${speed.workMicros}`,
            REFUSE_EVERY: `${speed.refuseEvery ?? 0}`,
          }),
        },
      ],
    },
    connect: ({ ports, adminKey }) => connectHttpSystem({ name, port: ports['server-0'] ?? 0, adminKey }),
  })
}
