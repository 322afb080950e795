/** Looks for the engine of the surroundings in its first argument as a user without rights, and says how that was refused. */

import { openEngine } from '../../harness/environment/containers/engine.ts'
import type { Surroundings } from '../../harness/environment/surroundings.ts'
import { HarnessError } from '../../harness/model/errors.ts'

const surroundings = JSON.parse(process.argv[2] ?? '') as Surroundings
// Root may do anything.
if (process.getuid?.() === 0) process.setuid?.(65_534)
try {
  await openEngine(surroundings)
} catch (error) {
  if (!(error instanceof HarnessError)) throw error
  const { code, exitStatus, hint } = error
  console.log(JSON.stringify({ code, exitStatus, hint }))
}
