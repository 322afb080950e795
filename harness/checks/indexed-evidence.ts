/** The evidence with the record of each decision and each version: looked up once, since nearly every check asks. Holds no judgement. */

import type { Evidence } from './evidence.ts'

export interface IndexedEvidence extends Evidence {
  /** The expected record of each of `decisions`; −1 for what is no decision, or of no expected record. */
  readonly decisionIndex: Int32Array
  /** The expected record of each row of `history`; −1 for one of no expected record. Empty without a history. */
  readonly historyIndex: Int32Array
}

export function indexEvidence(evidence: Evidence): IndexedEvidence {
  const { expected, decisions, history = [] } = evidence
  const indexOf = (content: string): number => expected.indexByContent.get(content) ?? -1
  const decisionIndex = new Int32Array(decisions.length)
  decisions.forEach(({ event }, at) => (decisionIndex[at] = event.kind === 'decision' ? indexOf(event.content) : -1))
  const historyIndex = new Int32Array(history.length)
  history.forEach(({ content }, at) => (historyIndex[at] = indexOf(content)))
  return { ...evidence, decisionIndex, historyIndex }
}
