import { steadySystem } from './steady-system.ts'

/** What gates compare with. */
export default steadySystem('steady', { decideAfterMs: 100, workMicros: 0 })
