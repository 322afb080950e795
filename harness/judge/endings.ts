/** How a run's ending enters its verdict: stopped, failed, or its stack dead (measurement.md §5). Pure. */

import { HarnessError } from '../model/errors.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { Ending } from '../model/run-record.ts'
import type { Counts } from '../model/summary.ts'
import type { VerdictKind, VerdictReason } from '../model/verdict.ts'
import { verdictTable } from '../model/verdict.ts'

/**
 * The reason that an ending alone gives; none for a complete run. `anomalies`: what a dead stack lost or got wrong outranks its death.
 * `counts` is undefined when the final state was not read.
 */
export function endingReasons(ending: Ending, anomalies: number, counts: Pick<Counts, 'lost'> | undefined): VerdictReason[] {
  // A threshold that ended the run is a reason by itself.
  if (ending.kind === 'complete' || ending.kind === 'threshold-broken') return []
  if (ending.kind === 'interrupted') {
    const [kind, cause] = ending.signal === 'SIGINT' ? (['interrupted', 'Ctrl-C'] as const) : (['terminated', 'SIGTERM'] as const)
    return [{ kind, sentence: `Stopped by ${cause} at step ${ending.step}; what had been recorded by then is kept.` }]
  }
  if (ending.kind === 'stack-died') {
    return anomalies > 0 ? [] : [{ kind: 'stack-failed', sentence: `${deathOf(ending)}; ${leftBehind(counts)}.` }]
  }
  return [{ kind: kindOfCode(ending.code), sentence: `Step ${ending.step} failed: ${ending.message} (${ending.code})` }]
}

/** A record whose partition never settled is no anomaly, and not fine either. */
function leftBehind(counts: Pick<Counts, 'lost'> | undefined): string {
  if (counts === undefined) return 'the final state could not be read, so nothing is known of the answers'
  if (counts.lost === 0) return 'nothing that was seen is lost or wrong'
  return `${counts.lost} accepted ${counts.lost === 1 ? 'record was' : 'records were'} not worked through, nothing that was seen is wrong`
}

/** `matcher-0 ended by itself (signal SIGKILL) at step load`, with its last line. */
export function deathOf({ process, status, step, lastLines }: Extract<Ending, { kind: 'stack-died' }>): string {
  const last = lastLines.at(-1)
  return `${process} ended by itself (${status}) at step ${step}${last === undefined ? '' : `, last line: ${last.slice(0, 200)}`}`
}

/** What `run.json` says until the end is known: a run that was killed leaves it, which is no bug of ours. */
const notEnded = 'NOT_ENDED'

function kindOfCode(code: string): VerdictKind {
  if (code === notEnded) return 'inconclusive'
  const status = new HarnessError(code as ErrorCode, '', { hint: '' }).exitStatus as number | undefined
  return verdictTable.find(({ exitStatus }) => exitStatus === status)?.kind ?? 'harness-bug'
}
