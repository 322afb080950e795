/** The decoder of decision messages lives in the model, where the reader of run folders may use it too. */

export { decodeDecision } from '../model/decode-decision.ts'
