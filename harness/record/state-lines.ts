/** Rows of the final state and of the decision history as lines of the run folder (docs/run-folder.md), written and read. Pure. */

import type { ClaimedResult, DecisionCause, FinalStateRow, HistoryRow } from '../model/decision.ts'
import { plainResult } from '../model/match-result.ts'
import type { RecordIdentity } from '../model/record-key.ts'

export function encodeFinalStateRow({ identity, content, currency, grossMinor, netMinor, current }: FinalStateRow): string {
  return JSON.stringify({
    identity: plainIdentity(identity),
    content,
    currency,
    grossMinor: grossMinor.toString(),
    netMinor: netMinor.toString(),
    ...(current === undefined ? {} : { ...plainResult(current.result), version: current.version }),
  })
}

export function encodeHistoryRow({ identity, content, version, result, cause }: HistoryRow): string {
  const { kind: _kind, ...causeFields } = cause
  return JSON.stringify({ identity: plainIdentity(identity), content, ...plainResult(result), version, cause: causeFields })
}

/** A line of ours, so no check is repeated; throws on text that is not JSON. */
export function decodeFinalStateRow(line: string): FinalStateRow {
  const fields = JSON.parse(line) as ResultFields & {
    identity: RecordIdentity
    content: string
    currency: string
    grossMinor: string
    netMinor: string
    version?: number
  }
  return {
    identity: fields.identity,
    content: fields.content,
    currency: fields.currency,
    grossMinor: BigInt(fields.grossMinor),
    netMinor: BigInt(fields.netMinor),
    current: fields.version === undefined ? undefined : { result: decodeResult(fields), version: fields.version },
  }
}

export function decodeHistoryRow(line: string): HistoryRow {
  const fields = JSON.parse(line) as ResultFields & {
    identity: RecordIdentity
    content: string
    version: number
    cause: { closeId: string } | { partition: number; offset: string }
  }
  return {
    identity: fields.identity,
    content: fields.content,
    version: fields.version,
    result: decodeResult(fields),
    cause: decodeCause(fields.cause),
  }
}

interface ResultFields {
  state: string
  ruleId?: string
  varianceMinor: string
  leg1Group?: string
  leg2bGroup?: string
  payout?: { memberCount: number; residualMinor: string }
  detail?: 'NOT_DECOMPOSABLE'
}

function decodeResult(fields: ResultFields): ClaimedResult {
  // Assigned one by one: spreading each optional field costs as much as parsing the line.
  const result: { -readonly [Name in keyof ClaimedResult]: ClaimedResult[Name] } = {
    state: fields.state,
    varianceMinor: fields.varianceMinor === '0' ? 0n : BigInt(fields.varianceMinor),
  }
  if (fields.ruleId !== undefined) result.ruleId = fields.ruleId
  if (fields.leg1Group !== undefined) result.leg1Group = fields.leg1Group
  if (fields.leg2bGroup !== undefined) result.leg2bGroup = fields.leg2bGroup
  if (fields.payout !== undefined) {
    result.payout = { memberCount: fields.payout.memberCount, residualMinor: BigInt(fields.payout.residualMinor) }
  }
  if (fields.detail !== undefined) result.detail = fields.detail
  return result
}

/** The fields of a result alone, as JSON, in a form that every reader takes; undefined for any other, which the strict readers look at. */
export function decodePlainResult(json: string): ClaimedResult | undefined {
  let fields: unknown
  try {
    fields = JSON.parse(json)
  } catch {
    return undefined
  }
  return isPlainResult(fields as ResultFields) ? decodeResult(fields as ResultFields) : undefined
}

const resultFields: ReadonlySet<string> = new Set(['state', 'ruleId', 'varianceMinor', 'leg1Group', 'leg2bGroup', 'payout', 'detail'])
const payoutFields: ReadonlySet<string> = new Set(['memberCount', 'residualMinor'])
const amount = /^-?\d{1,38}$/

function isPlainResult(fields: ResultFields): boolean {
  for (const name in fields) if (!resultFields.has(name)) return false
  const { state, ruleId, varianceMinor, leg1Group, leg2bGroup, payout, detail } = fields
  if (!isName(state) || !isAmount(varianceMinor)) return false
  if (!isNameOrAbsent(ruleId) || !isNameOrAbsent(leg1Group) || !isNameOrAbsent(leg2bGroup)) return false
  if (detail !== undefined && detail !== 'NOT_DECOMPOSABLE') return false
  return payout === undefined || isPlainPayout(payout)
}

function isPlainPayout(payout: unknown): boolean {
  if (typeof payout !== 'object' || payout === null) return false
  for (const name in payout) if (!payoutFields.has(name)) return false
  const { memberCount, residualMinor } = payout as { readonly memberCount?: unknown; readonly residualMinor?: unknown }
  return Number.isSafeInteger(memberCount) && (memberCount as number) >= 0 && isAmount(residualMinor)
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isNameOrAbsent(value: unknown): boolean {
  return value === undefined || isName(value)
}

function isAmount(value: unknown): boolean {
  return value === '0' || (typeof value === 'string' && amount.test(value))
}

function decodeCause(cause: { closeId: string } | { partition: number; offset: string }): DecisionCause {
  return 'closeId' in cause ? { kind: 'close', closeId: cause.closeId } : { kind: 'record', ...cause }
}

/** The six fields alone: a whole record may stand in for its identity. */
function plainIdentity({ tenant, merchant, source, account, recordId, kind }: RecordIdentity): RecordIdentity {
  return { tenant, merchant, source, account, recordId, kind }
}
