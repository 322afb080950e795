/**
 * Names compose projects, and removes those that killed harnesses have left. Touches nothing whose harness lives, and nothing that is kept up:
 * a project's name says in which cache folder its harness is on file, and others' projects are left to them.
 */

import { randomBytes } from 'node:crypto'
import { readEnvironmentFiles } from '../environment-file.ts'
import { readKept } from '../kept-stack.ts'
import { ownerOf } from '../owner.ts'
import { isRunning } from '../process-identity.ts'
import type { Docker } from './engine.ts'
import { projectsNamed, removeProject } from './project.ts'

/** Every project of a run is named so; then come whose it is, and the id under which its harness is on file. */
export const runProjectPrefix = 'tenfold-run-'

/** Every project of `tenfold up` is named so: no sweep of a start takes it. */
const keptProjectPrefix = 'tenfold-kept-'

interface Whose {
  readonly cacheFolder: string
}

/** An id to be on file under, and the name of the project. */
export function nameProject(kind: 'run' | 'kept', { cacheFolder }: Whose): { readonly id: string; readonly project: string } {
  const id = `${process.pid}-${randomBytes(4).toString('hex')}`
  const prefix = kind === 'run' ? runProjectPrefix : keptProjectPrefix
  return { id, project: `${prefix}${ownerOf(cacheFolder)}-${id}` }
}

/** Removes projects of `tenfold up` but the one that is on file, and one that is being started: the others' `up` was killed before. */
export async function sweepKept(docker: Docker, whose: Whose): Promise<string[]> {
  const projects = await left(docker, keptProjectPrefix, whose)
  // Read last: an `up` puts what it has started on file before it takes itself off.
  const kept = readKept(whose.cacheFolder)
  const onFile = kept?.held.by === 'engine' ? kept.held.project : undefined
  return removeAll(
    docker,
    projects.filter((name) => name !== onFile),
  )
}

/** Gives what was removed: `container tenfold-run-…-kafka-1`. */
export async function sweepProjects(docker: Docker, whose: Whose): Promise<string[]> {
  return removeAll(docker, await left(docker, runProjectPrefix, whose))
}

/** Those of ours whose harness has ended. */
async function left(docker: Docker, kind: string, { cacheFolder }: Whose): Promise<string[]> {
  const prefix = `${kind}${ownerOf(cacheFolder)}-`
  const projects = await projectsNamed(docker, prefix)
  // Read after the list: a harness is on file before its project exists.
  const alive = new Set(
    readEnvironmentFiles(cacheFolder)
      .filter(({ harness }) => isRunning(harness))
      .map(({ id }) => `${prefix}${id}`),
  )
  return projects.filter((name) => !alive.has(name))
}

async function removeAll(docker: Docker, projects: readonly string[]): Promise<string[]> {
  return (await Promise.all(projects.map(async (name) => removeProject(docker, name)))).flat()
}
