import { steadySystem } from './steady-system.ts'

/** Plainly slower, and dearer. */
export default steadySystem('much-slower', { decideAfterMs: 300, workMicros: 400 })
