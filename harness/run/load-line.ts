/** The live line of a load: where it stands, what is being offered and decided, how long it still takes. */

import type { LoadProgress } from '../load/port.ts'
import { phaseIndexAt, type Plan } from '../model/plan.ts'
import type { RunProgress } from './options.ts'

interface LineState extends LoadProgress {
  /** Decisions seen. */
  readonly events: number
  readonly lag: number
}

const everyMs = 250

/** Updates the progress four times a second until disposed of. */
export function loadLine(progress: RunProgress, plan: Plan, state: () => LineState): Disposable {
  const totalUs = plan.phases.at(-1)?.endUs ?? 0
  const timer = setInterval(() => {
    const { due, scheduled, sent, accepted, inFlight, events, lag } = state()
    const dueUs = due === 0 ? 0 : (plan.dueUs[due - 1] ?? 0)
    const phase = plan.phases[phaseIndexAt(plan.phases, dueUs)]?.name ?? ''
    const left = Math.max(0, Math.round((totalUs - dueUs) / 1e6))
    const text = `${phase}: ${sent}/${scheduled} sent, ${accepted} accepted, ${events} decisions, ${inFlight} on the way, lag ${lag}, ${left} s left`
    progress.update(text, scheduled === 0 ? 1 : due / scheduled)
  }, everyMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
