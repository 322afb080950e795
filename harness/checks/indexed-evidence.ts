/** The evidence with what nearly every check asks of each decision and each version: looked up once. Holds no judgement. */

import type { HistoryRow, ObservedDecision } from '../model/decision.ts'
import { giveUp } from '../model/give-up.ts'
import type { Evidence } from './evidence.ts'
import { nonePlain } from './plain-records.ts'
import type { PlainRecords } from './plain-records.ts'
import { Versions } from './versions.ts'

export interface IndexedEvidence extends Evidence, Disposable {
  readonly plain: PlainRecords
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
  const { expected, decisions, history = [], indices, plain = nonePlain(expected.records.length) } = evidence
  const historyIndex = indices?.history ?? Int32Array.from(history, ({ content }) => expected.indexByContent.get(content) ?? -1)
  const versions = new Versions(history, historyIndex, expected.records.length)
  const decisionIndex = new Int32Array(decisions.length).fill(-1)
  const decisionVersion = new Int32Array(decisions.length)
  const isAsCommitted = new Uint8Array(decisions.length)
  for (let at = 0; at < decisions.length; at++) {
    const known = indices?.decisions[at] ?? -1
    if (known !== -1 && plain.isPlain[known] === 1) {
      decisionIndex[at] = known
      decisionVersion[at] = 1
      isAsCommitted[at] = 1
      continue
    }
    const { event } = decisions.at(at) as ObservedDecision
    if (event.kind !== 'decision') continue
    const index = indices === undefined ? (expected.indexByContent.get(event.content) ?? -1) : known
    if (index === -1) continue
    const { identity, version, result, cause } = event
    decisionIndex[at] = index
    decisionVersion[at] = version
    const row = versions.rowOf(index, version)
    const isSame = row !== undefined && row.result === result && row.cause === cause && row.identity === identity
    if (isSame && identity === expected.records[index]) isAsCommitted[at] = 1
  }
  const dispose = (): void => {
    versions[Symbol.dispose]()
    giveUp(decisionIndex, decisionVersion, isAsCommitted)
  }
  return { ...evidence, plain, decisionIndex, decisionVersion, isAsCommitted, historyIndex, versions, [Symbol.dispose]: dispose }
}

/** Calls `look` with each row of the history that is of no plain record, and with its place. */
export function eachVersion(
  { history, historyIndex, plain: { isPlain } }: IndexedEvidence,
  look: (row: HistoryRow, at: number) => void,
): void {
  if (history === undefined) return
  for (let at = 0; at < history.length; at++) {
    const index = historyIndex[at] as number
    if (index === -1 || isPlain[index] === 0) look(history.at(at) as HistoryRow, at)
  }
}
