/** Removes the compose projects that killed runs have left. Touches nothing whose harness lives, and nothing that is kept up. */

import { readEnvironmentFiles } from '../environment-file.ts'
import { isRunning } from '../process-identity.ts'
import type { Docker } from './engine.ts'
import { projectsNamed, removeProject } from './project.ts'

/** Every project of a run is named so, with the id under which its harness is on file. */
export const runProjectPrefix = 'tenfold-run-'

/** Every project of `tenfold up` is named so: no sweep of a start takes it. */
export const keptProjectPrefix = 'tenfold-kept-'

/** Removes projects of `tenfold up` but the one that is on file: their `up` was killed before it could say where they are. */
export async function sweepKept(docker: Docker, onFile: string | undefined): Promise<string[]> {
  const projects = (await projectsNamed(docker, keptProjectPrefix)).filter((name) => name !== onFile)
  return (await Promise.all(projects.map(async (name) => removeProject(docker, name)))).flat()
}

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
