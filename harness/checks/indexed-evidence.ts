/** The evidence with what nearly every check asks of each decision and each version: looked up once. Holds no judgement. */

import type { Evidence } from './evidence.ts'
import { Versions } from './versions.ts'

export interface IndexedEvidence extends Evidence {
  /** The expected record of each of `decisions`; −1 for what is no decision, or of no expected record. */
  readonly decisionIndex: Int32Array
  /** The version of each of them, 0 where there is no expected record. */
  readonly decisionVersion: Int32Array
  /**
   * 1 for a decision that is seen to be, as an object, what the history has of its version: its record, its result and its cause. Most are, and
   * of such nothing has to be asked again; 0 says nothing.
   */
  readonly isAsCommitted: Uint8Array
  /** The expected record of each row of `history`; −1 for one of no expected record. Empty without a history. */
  readonly historyIndex: Int32Array
  readonly versions: Versions
}

export function indexEvidence(evidence: Evidence): IndexedEvidence {
  const { expected, decisions, history = [], indices } = evidence
  const historyIndex = indices?.history ?? Int32Array.from(history, ({ content }) => expected.indexByContent.get(content) ?? -1)
  const versions = new Versions(history, historyIndex, expected.records.length)
  const decisionIndex = new Int32Array(decisions.length).fill(-1)
  const decisionVersion = new Int32Array(decisions.length)
  const isAsCommitted = new Uint8Array(decisions.length)
  for (const [at, { event }] of decisions.entries()) {
    if (event.kind !== 'decision') continue
    const index = indices?.decisions[at] ?? expected.indexByContent.get(event.content) ?? -1
    if (index === -1) continue
    const { identity, version, result, cause } = event
    decisionIndex[at] = index
    decisionVersion[at] = version
    const row = versions.rowOf(index, version)
    const isSame = row !== undefined && row.result === result && row.cause === cause && row.identity === identity
    if (isSame && identity === expected.records[index]) isAsCommitted[at] = 1
  }
  return { ...evidence, decisionIndex, decisionVersion, isAsCommitted, historyIndex, versions }
}
