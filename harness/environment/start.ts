/** Starts a system in the form that was asked for, or in the best one that this machine has. */

import { HarnessError } from '../model/errors.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { SystemDefinition } from '../system/port.ts'
import { attachElsewhere, startsNothing, startsNothingLocally } from './attach-elsewhere.ts'
import { attachKept, findKept } from './attach.ts'
import type { AttachOptions } from './attach.ts'
import { startLocal } from './local/start-local.ts'
import type { StartedEnvironment, StartOptions } from './port.ts'
import type { Runtime } from './runtimes.ts'

/** What `auto` takes for a machine without containers; anything else that goes wrong with them is told, not worked around. */
export const noContainers: ReadonlySet<ErrorCode> = new Set([
  'NO_ENGINE',
  'ENGINE_FORBIDDEN',
  'ENGINE_STOPPED',
  'NO_COMPOSE',
  'IMAGE_MISSING',
])

/** `tell` gets the one line that says what `auto` chose, and why. Throws what startContainers and startLocal throw. */
export async function startEnvironment(
  runtime: Runtime,
  definition: SystemDefinition,
  options: AttachOptions,
  tell: (line: string) => void,
): Promise<StartedEnvironment> {
  if (runtime !== 'containers' && startsNothing(definition)) {
    tell('runtime attach: the system file starts nothing')
    return attachElsewhere(definition)
  }
  const kept = runtime === 'attach' || runtime === 'auto' ? findKept() : undefined
  if (kept !== undefined) {
    tell(`runtime attach: a stack is up since ${kept.startedAt} (tenfold down ends it)`)
    return attachKept(kept, definition, options)
  }
  if (runtime === 'attach') {
    throw new HarnessError('STACK_NOT_READY', 'there is no stack to attach to', { hint: 'type tenfold up, or leave --runtime out' })
  }
  if (runtime === 'local') return startLocal(definition, options)
  if (runtime === 'containers') return startContainers(definition, options)
  const reason = reasonForLocal(definition, options)
  if (reason !== undefined) {
    tell(`runtime local: ${reason}`)
    return startLocal(definition, options)
  }
  try {
    const environment = await startContainers(definition, options)
    tell('runtime containers: an engine and its compose plugin are here')
    return environment
  } catch (error) {
    if (!canDoWithout(definition, error)) throw error
    tell(`runtime local: ${error.message}`)
    return startLocal(definition, options)
  }
}

/** Whether local processes can stand in for the containers that cannot be started here. */
export function canDoWithout(definition: SystemDefinition, error: unknown): error is HarnessError {
  return error instanceof HarnessError && noContainers.has(error.code) && !startsNothingLocally(definition)
}

/** What is known before anything is looked for. */
function reasonForLocal(definition: SystemDefinition, { switches, underTest }: StartOptions): string | undefined {
  if (definition.containers === undefined) return `system ${definition.name} does not say how it runs as containers`
  return underTest && switches.length > 0 ? 'switches of a test need processes that can be started with others' : undefined
}

/** Its libraries are large, and most runs of a day may never need them. */
async function startContainers(definition: SystemDefinition, options: StartOptions): Promise<StartedEnvironment> {
  const containers = await import('./containers/start-containers.ts')
  return containers.startContainers(definition, options)
}
