/** Starts a system in the form that the suite is run for: the end-to-end tests that do not care which it is are run for both. */

import { startContainers } from '../../harness/environment/containers/start-containers.ts'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import type { StartedEnvironment, StartOptions } from '../../harness/environment/port.ts'
import type { SystemDefinition } from '../../harness/system/port.ts'

/** `TENFOLD_RUNTIME`: local (also where it is not set) or containers. Anything else is a mistake of the suite's configuration. */
export async function startStack(definition: SystemDefinition, options: StartOptions, env: NodeJS.ProcessEnv): Promise<StartedEnvironment> {
  const runtime = env['TENFOLD_RUNTIME'] ?? 'local'
  if (runtime === 'local') return startLocal(definition, options)
  if (runtime === 'containers') return startContainers(definition, options)
  throw new Error(`TENFOLD_RUNTIME=${runtime}: the tests know local and containers`)
}
