/** The decoder of decision messages lives in the model, where the reader of run folders may use it too. */

export { decodeDecision, decodeDecisionValue } from '../model/decode-decision.ts'
export type { DecisionProblem } from '../model/decode-decision.ts'
