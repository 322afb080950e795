/** What this machine has for a stack in containers: engine, images, ports. Starts nothing. */

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { HarnessError } from '../model/errors.ts'
import { composeNeeds, readVariables } from './compose-needs.ts'
import type { ComposeNeeds } from './compose-needs.ts'
import type { MachineFact } from './machine-fact.ts'
import { assertPortFree } from './free-port.ts'
import { diskFact } from './inspect-folder.ts'
import type { Surroundings } from './surroundings.ts'

const repository = resolve(import.meta.dirname, '../..')

/** Without a compose file, as in an installed package, there is nothing to say of images and ports. */
export async function containerFacts(surroundings: Surroundings): Promise<MachineFact[]> {
  const needs = readNeeds(surroundings)
  const { fact, tags, folder } = await engineFact(surroundings)
  return [fact, engineDiskFact(folder), ...(needs === undefined ? [] : [imagesFact(needs, tags), await portsFact(needs)])]
}

function readNeeds({ everything }: Surroundings): ComposeNeeds | undefined {
  const text = readIfThere('docker-compose.yml')
  return text === undefined ? undefined : composeNeeds(text, { ...readVariables(readIfThere('.env') ?? ''), ...everything })
}

function readIfThere(name: string): string | undefined {
  try {
    return readFileSync(resolve(repository, name), 'utf8')
  } catch {
    return undefined
  }
}

interface EngineFact {
  readonly fact: MachineFact
  /** Of the images that the engine has; undefined when there is no engine to ask. */
  readonly tags: readonly string[] | undefined
  /** Where it keeps images and volumes; undefined when that cannot be looked at from here, as with an engine in a virtual machine. */
  readonly folder: string | undefined
}

async function engineFact(surroundings: Surroundings): Promise<EngineFact> {
  try {
    const { openEngine } = await import('./containers/engine.ts')
    const { docker, version, composeVersion } = await openEngine(surroundings)
    const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? [])
    const { DockerRootDir: root } = (await docker.info()) as { readonly DockerRootDir?: string }
    const folder = root !== undefined && existsSync(root) ? root : undefined
    return { fact: { name: 'containers', found: `engine ${version}, compose ${composeVersion}`, state: 'fine' }, tags, folder }
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    const fact: MachineFact = { name: 'containers', found: undefined, state: 'reduced', hint: `${error.message}; ${error.hint}` }
    return { fact, tags: undefined, folder: undefined }
  }
}

function engineDiskFact(folder: string | undefined): MachineFact {
  const name = 'disk for containers'
  if (folder !== undefined) return diskFact(name, folder, 'free some space there: docker system df says what takes it')
  return { name, found: undefined, state: 'fine', hint: 'not looked at: there is no engine, or it keeps its files elsewhere than here' }
}

/** Pure. */
export function imagesFact({ images }: Pick<ComposeNeeds, 'images'>, tags: readonly string[] | undefined): MachineFact {
  const commands = 'npm run --silent images > .env'
  if (tags === undefined) {
    return { name: 'images', found: undefined, state: 'reduced', hint: `they are the engine's; once there is one: ${commands}` }
  }
  const [here, missing] = [images.filter(({ image }) => tags.includes(image)), images.filter(({ image }) => !tags.includes(image))]
  const found = here.length === 0 ? undefined : here.map(({ image }) => image).join(', ')
  if (missing.length === 0) return { name: 'images', found, state: 'fine' }
  const each = missing.map(({ image, isBuilt }) => (isBuilt ? `${image}: docker compose build` : `${image}: docker pull ${image}`))
  return { name: 'images', found, state: 'reduced', hint: `not here: ${each.join('; ')}; or all of them: ${commands}` }
}

/** Only `docker compose up` by hand has fixed ones: a run chooses free ones. */
export async function portsFact({ ports }: Pick<ComposeNeeds, 'ports'>): Promise<MachineFact> {
  const looked = await Promise.all(ports.map(async (each) => ({ ...each, isFree: await isFree(each.port) })))
  const taken = looked.filter((each) => !each.isFree)
  const free = looked.filter((each) => each.isFree).map(({ port }) => `${port}`)
  const found = free.length === 0 ? undefined : `${free.join(', ')} of 127.0.0.1 free`
  if (taken.length === 0) return { name: 'ports', found: found ?? 'none is fixed', state: 'fine' }
  const others = taken.map(({ port, variable }) => `${variable}=${port > 50_000 ? port - 10_000 : port + 10_000}`).join(' ')
  const hint = `${taken.map(({ port }) => port).join(', ')} taken; runs choose free ones, and by hand: ${others} docker compose up --wait`
  return { name: 'ports', found, state: 'reduced', hint }
}

async function isFree(port: number): Promise<boolean> {
  try {
    await assertPortFree(port, 'docker compose')
    return true
  } catch (error) {
    if (error instanceof HarnessError) return false
    throw error
  }
}
