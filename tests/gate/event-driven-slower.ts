import type { ProcessSpec, SystemDefinition } from '../../harness/system/port.ts'
import eventDriven from '../../systems/event-driven.ts'

/** A tenth of the decision P99 of `smoke` on the machine of docs/gate.md. */
const delayMs = 5

/** The reference stack, with an api that takes up each request a little later. */
const slower: SystemDefinition = {
  ...eventDriven,
  name: 'event-driven-slower',
  description: `The reference stack, ${delayMs} ms slower.`,
  local: {
    ...eventDriven.local,
    processes: (options) => eventDriven.local.processes(options).map((spec) => (spec.name === 'api' ? delayed(spec) : spec)),
  },
}

function delayed(spec: ProcessSpec): ProcessSpec {
  return {
    ...spec,
    environment: (...given) => {
      const own = spec.environment(...given)
      const preload = new URL(`delay-requests.ts?ms=${delayMs}`, import.meta.url)
      return { ...own, NODE_OPTIONS: `${own['NODE_OPTIONS'] ?? ''} --import=${preload.href}` }
    },
  }
}

export default slower
