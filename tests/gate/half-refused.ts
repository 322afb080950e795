import { steadySystem } from './steady-system.ts'

/** Faster, and for the reason that it takes half of its load. */
export default steadySystem('half-refused', { decideAfterMs: 50, workMicros: 0, refuseEvery: 2 })
