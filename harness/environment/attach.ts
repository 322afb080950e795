/** A run on the stack that `tenfold up` keeps: found, checked, attached to. */

import { HarnessError } from '../model/errors.ts'
import type { SystemDefinition } from '../system/port.ts'
import type { KeptStack } from './kept-stack.ts'
import { readKept } from './kept-stack.ts'
import { attachLocal } from './local/attach-local.ts'
import { isRunning } from './process-identity.ts'
import { readSurroundings } from './surroundings.ts'
import type { StartedEnvironment, StartOptions } from './port.ts'

export interface AttachOptions extends StartOptions {
  readonly toolVersion: string
  /** Unix time in seconds: logs are copied from here on. */
  readonly nowSeconds: number
}

/** What is kept up, unless its holder is known to have ended; undefined when nothing is. */
export function findKept(): KeptStack | undefined {
  const kept = readKept(readSurroundings().cacheFolder)
  return kept?.held.by === 'process' && !isRunning(kept.held.holder) ? undefined : kept
}

/** Throws BAD_CONFIGURATION when it is not what the run is for, STACK_NOT_READY when it is not whole any more. */
export async function attachKept(kept: KeptStack, definition: SystemDefinition, options: AttachOptions): Promise<StartedEnvironment> {
  const problems = differences(kept, definition, options)
  if (problems.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', 'the stack that is up is not the one that this run is for', {
      hint: 'type tenfold down: the run then starts a stack of its own',
      problems,
    })
  }
  const { endpoints, held } = kept
  if (held.by === 'process') return attachLocal(readSurroundings().cacheFolder, held.holder, endpoints)
  const { attachContainers } = await import('./containers/kept-containers.ts')
  return attachContainers(definition, { project: held.project, endpoints }, options, options.nowSeconds)
}

function differences(
  kept: KeptStack,
  { name }: SystemDefinition,
  { toolVersion, matchers, switches }: Pick<AttachOptions, 'toolVersion' | 'matchers' | 'switches'>,
): string[] {
  return [
    ...(kept.system === name ? [] : [`system: ${kept.system} is up, the run is for ${name}`]),
    ...(kept.toolVersion === toolVersion ? [] : [`version: it was started by Tenfold ${kept.toolVersion}, this is ${toolVersion}`]),
    ...(kept.matchers === matchers ? [] : [`matchers: ${kept.matchers} are up, the run wants ${matchers}`]),
    ...(switches.length === 0 ? [] : [`stackSwitches: they are given at the start of a stack, got ${switches.join(', ')}`]),
  ]
}
