/** A system whose requests are taken up later by a known time. Knows no gate. */

import type { ProcessSpec, SystemDefinition } from '../../harness/system/port.ts'

/** The same system as local processes, one of which hands each request to its own code after so many whole milliseconds. */
export function slowerBy({ containers: _containers, ...system }: SystemDefinition, process: string, delayMs: number): SystemDefinition {
  const { name, local } = system
  const processes: typeof local.processes = (options) =>
    local.processes(options).map((spec) => (spec.name === process ? delayed(spec, delayMs) : spec))
  return { ...system, name: `${name}-slower`, description: `${name}, ${delayMs} ms slower.`, local: { ...local, processes } }
}

function delayed(spec: ProcessSpec, delayMs: number): ProcessSpec {
  return {
    ...spec,
    environment: (...given) => {
      const own = spec.environment(...given)
      const preload = new URL(`delay-requests.ts?ms=${delayMs}`, import.meta.url)
      return { ...own, NODE_OPTIONS: `${own['NODE_OPTIONS'] ?? ''} --import=${preload.href}` }
    },
  }
}
