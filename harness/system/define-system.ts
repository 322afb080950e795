/** What a system file calls: its definition comes back complete, checked as far as that is possible without starting anything. */

import { HarnessError } from '../model/errors.ts'
import type { SystemDefinition } from './port.ts'
import { remoteProblems } from './remote-hosts.ts'

/** A system as a user writes it: services that it does not name are not started. */
export type SystemInput = Omit<SystemDefinition, 'local'> & {
  readonly local: Partial<SystemDefinition['local']> & Pick<SystemDefinition['local'], 'processes'>
}

/** Throws BAD_CONFIGURATION with every problem of the definition. */
export function defineSystem(input: SystemInput): SystemDefinition {
  const definition: SystemDefinition = { ...input, local: { postgres: false, kafka: false, redis: 'never', ...input.local } }
  const problems = definitionProblems(definition)
  if (problems.length > 0) {
    throw new HarnessError('BAD_CONFIGURATION', `system ${definition.name || '(without a name)'} has ${problems.length} problem(s)`, {
      hint: 'correct the system file; systems/event-driven.ts is an example',
      problems,
    })
  }
  return definition
}

function definitionProblems({ name, local, remote }: SystemDefinition): string[] {
  const problems: string[] = remote === undefined ? [] : remoteProblems(remote)
  if (!/^[a-z][a-z0-9-]*$/.test(name)) problems.push(`name must be lower-case words joined by "-", got "${name}"`)
  const specs = local.processes({ matchers: 1, switches: [], underTest: false })
  const names = new Set<string>()
  for (const spec of specs) {
    if (names.has(spec.name)) problems.push(`process ${spec.name} is named twice`)
    names.add(spec.name)
    if (!/^[a-z][a-z0-9-]*$/.test(spec.name)) problems.push(`process name must be lower-case words joined by "-", got "${spec.name}"`)
    if (!Number.isInteger(spec.replicas) || spec.replicas < 1) {
      problems.push(`process ${spec.name}: replicas must be a whole number above 0, got ${spec.replicas}`)
    }
    if (spec.lifetime === 'once' && spec.replicas !== 1) {
      problems.push(`process ${spec.name} runs once, so it has one replica, got ${spec.replicas}`)
    }
  }
  return problems
}
