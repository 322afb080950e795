/** Public API: what a scenario, a system file or a user's own test may import. */

export { defineScenario, type ScenarioInput } from './scenario/schema.ts'
export { defineSystem } from './system/define-system.ts'
export type { Endpoints, ProcessSpec, SystemDefinition, SystemUnderTest } from './system/port.ts'
export { connectWireSystem } from './system/wire-system.ts'
