/** The machine's container engine, and what the harness has left in it. */

import { openEngine } from '../../harness/environment/containers/engine.ts'
import type { Engine } from '../../harness/environment/containers/engine.ts'
import { ownerOf } from '../../harness/environment/owner.ts'
import { projectsNamed } from '../../harness/environment/containers/project.ts'
import { runProjectPrefix } from '../../harness/environment/containers/sweep-projects.ts'
import { readSurroundings } from '../../harness/environment/surroundings.ts'
import { HarnessError } from '../../harness/model/errors.ts'

/** The engine, or why there is none. */
export async function findEngine(): Promise<Engine | string> {
  try {
    return await openEngine(readSurroundings())
  } catch (error) {
    if (error instanceof HarnessError) return error.message
    throw error
  }
}

/** Throws where a test that needs it has been started without one. */
export async function requireEngine(): Promise<Engine> {
  const engine = await findEngine()
  if (typeof engine === 'string') throw new Error(`this suite needs a container engine: ${engine}`)
  return engine
}

/** Projects of our own runs, not of those of another cache folder, of which containers, networks or volumes are there. */
export async function leftProjects({ docker }: Engine): Promise<string[]> {
  return projectsNamed(docker, `${runProjectPrefix}${ownerOf(readSurroundings().cacheFolder)}-`)
}
