/** Columns of rows back to rows: each result and each text is made once; decisions, versions and causes when they are asked for. Knows no file. */

import { Buffer } from 'node:buffer'

import type { ClaimedResult, DecisionCause, FinalStateRow, HistoryRow, ObservedDecision } from '../model/decision.ts'
import type { CanonicalRecord } from '../model/record.ts'
import { MadeRows } from '../model/rows.ts'
import type { Rows } from '../model/rows.ts'
import { AmountPool } from './amount-pool.ts'
import { absent, firstContent } from './row-columns.ts'
import type { DecisionColumns, FileRows, RowColumns, RowTables } from './row-columns.ts'
import type { OtherDecision } from './row-files.ts'
import { SeenDecision } from './seen-decision.ts'
import { SeenRow } from './seen-row.ts'

type RowKey = Pick<FinalStateRow, 'identity' | 'content'>

export class RowObjects {
  readonly #records: readonly CanonicalRecord[]
  readonly #contents: readonly string[]
  readonly #tables: RowTables
  readonly #bytes: Buffer
  readonly #texts: string[] = []
  readonly #results: ClaimedResult[]
  readonly #amounts = new AmountPool()

  constructor(records: readonly CanonicalRecord[], contents: readonly string[], tables: RowTables) {
    this.#records = records
    this.#contents = contents
    this.#tables = tables
    const { buffer, byteOffset, byteLength } = tables.texts.bytes
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength)
    const { length } = tables.results.state
    this.#results = Array.from<ClaimedResult>({ length })
    for (let id = 0; id < length; id++) this.#results[id] = this.#madeResult(id)
    for (const [id, result] of tables.otherResults) this.#results[id] = result
  }

  decisions({ columns, others }: FileRows<DecisionColumns, OtherDecision>): Rows<ObservedDecision> {
    const { record, result, observedUs } = columns
    const textOf = (id: number): string => this.#text(id)
    const causeOf = (id: number): DecisionCause => this.#cause(id)
    const names = { columns, records: this.#records, contents: this.#contents, results: this.#results, causeOf, textOf }
    const odd = new Map(others)
    return new MadeRows(record.length, (at): ObservedDecision => {
      const other = result[at] === -1 ? odd.get(at) : undefined
      if (other === undefined) return { observedUs: observedUs[at] as number, event: new SeenDecision(names, at) }
      const { event } = other
      return event.kind === 'decision' ? { ...other, event: { ...event, ...this.#keyOf(record[at] as number, event) } } : other
    })
  }

  finalState({ columns, others }: FileRows<RowColumns, FinalStateRow>): FinalStateRow[] {
    const { record, result } = columns
    const names = { columns, records: this.#records, contents: this.#contents, results: this.#results }
    const odd = new Map(others)
    // As long as it will be: what a list leaves behind as it grows stays until a collection.
    const rows = Array.from<FinalStateRow>({ length: record.length })
    for (let at = 0; at < record.length; at++) {
      const other = result[at] === -1 ? odd.get(at) : undefined
      rows[at] = other === undefined ? new SeenRow(names, at) : { ...other, ...this.#keyOf(record[at] as number, other) }
    }
    return rows
  }

  history({ columns, others }: FileRows<RowColumns, HistoryRow>): Rows<HistoryRow> {
    const { record, result, version, cause } = columns
    const odd = new Map(others)
    return new MadeRows(record.length, (at): HistoryRow => {
      const index = record[at] as number
      const other = result[at] === -1 ? odd.get(at) : undefined
      if (other !== undefined) return { ...other, ...this.#keyOf(index, other) }
      return {
        identity: this.#records[index] as CanonicalRecord,
        content: this.#contents[index] as string,
        version: version[at] as number,
        result: this.#results[result[at] as number] as ClaimedResult,
        cause: this.#cause(cause[at] as number),
      }
    })
  }

  /** The record's own texts, and the record itself as its identity where the row says the same; a wrong identity stays visible. */
  #keyOf(index: number, { identity, content }: RowKey): RowKey {
    const record = this.#records[index]
    if (record === undefined) return { identity, content }
    const equal =
      record.recordId === identity.recordId &&
      record.tenant === identity.tenant &&
      record.merchant === identity.merchant &&
      record.source === identity.source &&
      record.account === identity.account &&
      record.kind === identity.kind
    return { identity: equal ? record : identity, content: this.#contents[index] as string }
  }

  #madeResult(id: number): ClaimedResult {
    const { state, ruleId, varianceMinor, leg1Group, leg2bGroup, memberCount, residualMinor, detail } = this.#tables.results
    const claimed = this.#text(state[id] as number)
    const variance = this.#amounts.of(varianceMinor[id] as number)
    const [rule, group] = [ruleId[id] as number, leg1Group[id] as number]
    // The usual result is an object of one piece, and the others are not spread: each would cost more than all else.
    const isUsual = rule >= 0 && group !== absent
    const result: { -readonly [Name in keyof ClaimedResult]: ClaimedResult[Name] } = isUsual
      ? { state: claimed, ruleId: this.#text(rule), varianceMinor: variance, leg1Group: this.#group(group) }
      : { state: claimed, varianceMinor: variance }
    if (!isUsual && rule >= 0) result.ruleId = this.#text(rule)
    if (!isUsual && group !== absent) result.leg1Group = this.#group(group)
    if (leg2bGroup[id] !== absent) result.leg2bGroup = this.#group(leg2bGroup[id] as number)
    const members = memberCount[id] as number
    if (members >= 0) result.payout = { memberCount: members, residualMinor: this.#amounts.of(residualMinor[id] as number) }
    if (detail[id] === 1) result.detail = 'NOT_DECOMPOSABLE'
    return result
  }

  #cause(id: number): DecisionCause {
    const partition = this.#tables.causes.partition[id] as number
    const offset = this.#tables.causes.offset[id] as number
    return partition === -1 ? { kind: 'close', closeId: this.#text(offset) } : { kind: 'record', partition, offset: `${offset}` }
  }

  #group(id: number): string {
    return id <= firstContent ? (this.#contents[firstContent - id] as string) : this.#text(id)
  }

  #text(id: number): string {
    const known = this.#texts[id]
    if (known !== undefined) return known
    const { starts } = this.#tables.texts
    return (this.#texts[id] = this.#bytes.toString('latin1', starts[id], starts[id + 1]))
  }
}
