/** What is right to say of a record: its state, rule, variance and groups (matching.md §0, §10). L1 only. */

import type { RecordKey } from './record-key.ts'

/** Decided and in order. */
export const settledStates = ['MATCHED', 'MATCHED_VARIANCE', 'EXPLAINED_STANDALONE'] as const

/** Decided, and a break in the data. */
export const exceptionStates = [
  'EX:IDENTITY_CONFLICT',
  'EX:AMOUNT_MISMATCH',
  'EX:DIRECTION_MISMATCH',
  'EX:CURRENCY_MISMATCH',
  'EX:AMBIGUOUS_REFERENCE',
  'EX:BANK_AMOUNT_MISMATCH',
  'EX:PAYOUT_IMBALANCE',
  'EX:MISSING_AT_PROCESSOR',
  'EX:MISSING_IN_LEDGER',
  'EX:MISSING_AT_BANK',
  'EX:UNEXPECTED_AT_BANK',
] as const

export const states = ['OPEN', ...settledStates, ...exceptionStates] as const
export type State = (typeof states)[number]

export const ruleIds = ['R1', 'R3', 'R4', 'R8'] as const
export type RuleId = (typeof ruleIds)[number]

export interface PayoutFigures {
  readonly memberCount: number
  readonly residualMinor: bigint
}

/**
 * One record's result. Groups are ids that matter only in that members share them and others do not.
 * An OPEN result carries its state alone (variance 0).
 */
export interface MatchResult {
  readonly state: State
  readonly ruleId?: RuleId
  /** 0 where no pair was formed. */
  readonly varianceMinor: bigint
  readonly leg1Group?: string
  readonly leg2bGroup?: string
  readonly payout?: PayoutFigures
  readonly detail?: 'NOT_DECOMPOSABLE'
}

export const openResult: MatchResult = { state: 'OPEN', varianceMinor: 0n }

export function isState(text: string): text is State {
  return stateSet.has(text)
}

export function isException(state: State): boolean {
  return state.startsWith('EX:')
}

const stateSet: ReadonlySet<string> = new Set(states)

/** How an answer is judged: the level asked for, the carry in calendar days, and R1's tolerance (matching.md §0, §8). */
export interface MatchProfile {
  readonly level: 'L1'
  readonly carryDays: number
  readonly tolerance: {
    /** Minor units of the record's own currency. */
    readonly abs: bigint
    readonly bps: bigint
  }
}

export const defaultProfile: MatchProfile = { level: 'L1', carryDays: 5, tolerance: { abs: 0n, bps: 0n } }

/** A result as a line of files and of `tenfold match`: the key in full, amounts as strings, groups as ids. */
export function encodeMatchResult(key: RecordKey, result: MatchResult): string {
  const { tenant, merchant, source, account, recordId, kind, content } = key
  const identity = `{"tenant":${quoted(tenant)},"merchant":${quoted(merchant)},"source":${quoted(source)},"account":${quoted(account)}`
  const { state, ruleId, varianceMinor, leg1Group, leg2bGroup } = result
  // Put together by hand: the fields are known, and lines come by the million.
  const rule = ruleId === undefined ? '' : `,"ruleId":"${ruleId}"`
  const leg1 = leg1Group === undefined ? '' : `,"leg1Group":${quoted(leg1Group)}`
  const leg2b = leg2bGroup === undefined ? '' : `,"leg2bGroup":${quoted(leg2bGroup)}`
  return (
    `{"key":${identity},"recordId":${quoted(recordId)},"kind":"${kind}","content":${quoted(content)}},` +
    `"state":"${state}"${rule},"varianceMinor":"${varianceMinor}"${leg1}${leg2b}${endOf(result)}}`
  )
}

function endOf({ payout, detail }: MatchResult): string {
  const figures = payout === undefined ? '' : `,"payout":{"memberCount":${payout.memberCount},"residualMinor":"${payout.residualMinor}"}`
  return detail === undefined ? figures : `${figures},"detail":"${detail}"`
}

/** As JSON.stringify has it; plain ASCII needs no escape. */
export function quoted(text: string): string {
  return /^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** A result, right or claimed, as plain JSON: amounts as decimal strings, absent fields undefined. */
export function plainResult(result: Omit<MatchResult, 'state' | 'ruleId'> & { readonly state: string; readonly ruleId?: string }): object {
  const { state, ruleId, varianceMinor, leg1Group, leg2bGroup, payout, detail } = result
  return {
    state,
    ruleId,
    varianceMinor: varianceMinor.toString(),
    leg1Group,
    leg2bGroup,
    payout: payout === undefined ? undefined : { memberCount: payout.memberCount, residualMinor: payout.residualMinor.toString() },
    detail,
  }
}
