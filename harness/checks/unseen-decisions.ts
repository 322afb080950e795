/** Class 1, unseen: what a system has decided it has published. Knows the topic's events and the versions held, not whether they are right. */

import type { HistoryRow } from '../model/decision.ts'
import type { Finding } from '../model/finding.ts'
import type { Evidence } from './evidence.ts'
import { findingOf, findingOfKey } from './found.ts'
import type { CheckResult } from './found.ts'
import type { IndexedEvidence } from './indexed-evidence.ts'
import type { LogPositions } from './log-positions.ts'

/**
 * Every version of the history, or the final state's where there is none, was seen on the topic at least once; and a record of unknown
 * outcome that was decided there is in the final state, since what is published was committed before. One finding a record.
 */
export function checkUnseenDecisions(evidence: IndexedEvidence, positions: LogPositions): CheckResult {
  const { comparison, versions, plain, allPositionsKnown } = evidence
  const findings: Finding[] = lostInPublic(evidence)
  const seen = seenVersions(evidence)
  let opportunities = 0
  comparison.rowOf.forEach((row, index) => {
    // An absent row is told as that.
    if (row === undefined || !isWatched(evidence, positions, index)) return
    // Its one version was seen.
    if (allPositionsKnown && plain.isPlain[index] === 1) {
      opportunities++
      return
    }
    const needed = neededVersions(evidence, positions, versions.of(index), row.current?.version)
    opportunities += needed.length
    const unseen = needed.find((version) => !seen(index, version))
    if (unseen === undefined) return
    findings.push(
      findingOf(evidence, 'lost-record', [index], {
        expected: 'every decision on the topic',
        actual: `decision version ${unseen} was never seen on the topic`,
        lastSeen: 'final state',
      }),
    )
  })
  return { findings, opportunities: { 'lost-record': opportunities } }
}

function lostInPublic({ decisions, unknownContents, watched }: Evidence): Finding[] {
  if (watched !== 'all' || unknownContents.size === 0) return []
  const lost = new Map<string, Finding>()
  for (const { event } of decisions) {
    if (event.kind !== 'decision' || !unknownContents.has(event.content) || lost.has(event.content)) continue
    const said = {
      expected: 'a row in the final state: its decision was published',
      actual: `no row, though decided ${event.result.state}`,
      lastSeen: 'decided',
    }
    lost.set(event.content, findingOfKey('lost-record', event.identity, event.content, said))
  }
  return [...lost.values()]
}

function isWatched({ watched }: Evidence, { firstOf }: LogPositions, index: number): boolean {
  if (watched === 'all') return true
  const position = firstOf(index)
  return position !== undefined && watched.has(position.partition)
}

/** What a send of unknown outcome brought may have been decided when nobody watched any more. */
function neededVersions(
  { history, allPositionsKnown }: Evidence,
  { indexAt }: LogPositions,
  rows: readonly HistoryRow[],
  current: number | undefined,
): number[] {
  const ofHistory = rows
    .filter(({ cause }) => allPositionsKnown || cause.kind === 'close' || indexAt(cause.partition, Number(cause.offset)) !== undefined)
    .map(({ version }) => version)
  if (!allPositionsKnown || current === undefined || rows.some(({ version }) => version === current)) return ofHistory
  return history === undefined ? [current] : [...ofHistory, current]
}

/** Versions up to this one are a bit each: nearly every record has one or two. */
const bitsMax = 31

function seenVersions({ expected, decisionIndex, decisionVersion }: IndexedEvidence): (index: number, version: number) => boolean {
  const low = new Uint32Array(expected.records.length)
  const high = new Set<string>()
  for (let at = 0; at < decisionIndex.length; at++) {
    const index = decisionIndex[at] as number
    if (index === -1) continue
    const version = decisionVersion[at] as number
    if (version <= bitsMax) low[index] = (low[index] as number) | (1 << version)
    else high.add(`${index} ${version}`)
  }
  return (index, version) => (version <= bitsMax ? ((low[index] as number) & (1 << version)) !== 0 : high.has(`${index} ${version}`))
}
