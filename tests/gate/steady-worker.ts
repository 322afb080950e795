import { steadySystem } from './steady-system.ts'

/** Works a millisecond for each record, so that its CPU a record is known to a few hundredths from run to run. */
export default steadySystem('steady-worker', { decideAfterMs: 100, workMicros: 1_000 })
