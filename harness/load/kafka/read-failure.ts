/** What a failed produce request says of its records: refused, failed or nobody knows. Knows no client's objects but their fields. */

export interface Failure {
  readonly kind: 'refused' | 'failed' | 'unknown'
  /** As the status of an answer: 1000 and Kafka's own error code; 0 where there was no answer. */
  readonly status: number
}

/** What is added to Kafka's error codes, so that they cannot be taken for a status of HTTP. */
const statusBase = 1_000

/**
 * Codes by which the broker says that it appended nothing: corrupt or invalid, too large, no such topic, not the leader or none, too few
 * replicas before the append, not allowed, a format or a policy that forbids it, a quota.
 */
const refusingCodes: ReadonlySet<number> = new Set([2, 3, 5, 6, 10, 17, 18, 19, 21, 29, 31, 43, 44, 87, 89])

/** By which no connection came about; the client says so of records too that were on the way when it lost one, and could not connect again. */
const unreachableCodes: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'])

/**
 * `partitions`: how many the request's records went to. Of several, only one is told to have failed: nothing is known of the others. `wasWritten`: whether
 * anything was handed to a connection since the request was sent; it may have been the request.
 */
export function readFailure(error: unknown, partitions: number, wasWritten: boolean): Failure {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    const code: unknown = 'code' in at ? at.code : undefined
    if (typeof code === 'number' && 'type' in at) {
      const refused = refusingCodes.has(code) && partitions <= 1
      return { kind: refused ? 'refused' : 'unknown', status: statusBase + Math.max(0, code) }
    }
    if (unreachableCodes.has(code)) return { kind: wasWritten ? 'unknown' : 'failed', status: 0 }
    at = 'cause' in at ? at.cause : 'originalError' in at ? at.originalError : undefined
  }
  return { kind: 'unknown', status: 0 }
}
