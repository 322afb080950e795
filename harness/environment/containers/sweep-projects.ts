/** Removes the compose projects that killed runs have left. Touches nothing whose harness lives, and nothing that is kept up. */

import { readEnvironmentFiles } from '../local/environment-file.ts'
import { isRunning } from '../local/process-identity.ts'
import type { Docker } from './engine.ts'
import { projectsNamed, removeProject } from './project.ts'

/** Every project of a run is named so, with the id under which its harness is on file. */
export const runProjectPrefix = 'tenfold-run-'

/** Gives what was removed: `container tenfold-run-…-kafka-1`. */
export async function sweepProjects(docker: Docker, { cacheFolder }: { readonly cacheFolder: string }): Promise<string[]> {
  const projects = await projectsNamed(docker, runProjectPrefix)
  // Read after the list: a run is on file before its project exists.
  const alive = new Set(
    readEnvironmentFiles(cacheFolder)
      .filter(({ harness }) => isRunning(harness))
      .map(({ id }) => `${runProjectPrefix}${id}`),
  )
  const removed = await Promise.all(projects.filter((name) => !alive.has(name)).map(async (name) => removeProject(docker, name)))
  return removed.flat()
}
