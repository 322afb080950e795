/** A system whose requests are taken up later, or cost more, by a known amount. Knows no gate. */

import type { ProcessSpec, SystemDefinition } from '../../harness/system/port.ts'

/** For each request, none where absent: whole milliseconds, and rounds of `workRounds`. */
export interface Slowdown {
  readonly delayMs?: number
  readonly rounds?: number
}

/** The same system as local processes, one of which is slower in handing requests to its own code. */
export function slowerBy({ containers: _containers, ...system }: SystemDefinition, process: string, slowdown: Slowdown): SystemDefinition {
  const { name, local } = system
  const processes: typeof local.processes = (options) =>
    local.processes(options).map((spec) => (spec.name === process ? slowed(spec, slowdown) : spec))
  return { ...system, name: `${name}-slower`, description: `${name}, slower.`, local: { ...local, processes } }
}

function slowed(spec: ProcessSpec, { delayMs = 0, rounds = 0 }: Slowdown): ProcessSpec {
  return {
    ...spec,
    environment: (...given) => {
      const own = spec.environment(...given)
      const preload = new URL(`slow-requests.ts?delayMs=${delayMs}&rounds=${rounds}`, import.meta.url)
      return { ...own, NODE_OPTIONS: `${own['NODE_OPTIONS'] ?? ''} --import=${preload.href}` }
    },
  }
}
