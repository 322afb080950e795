/** One file of a PayPal report that may have been split: what the files before and after it must know of it. Proves nothing itself. */

import type { ControlResult } from '../reading.ts'
import type { PayPalExponents } from './footers.ts'
import { PayPalTotals } from './totals.ts'

/** A footer that may speak of rows of other files. */
export interface OpenFooter {
  readonly type: 'SF' | 'SC' | 'RF' | 'RC'
  readonly cells: readonly string[]
}

export interface ReportPart {
  /** Its number among the files of its report, from 1. */
  readonly number: number
  /** As the report header says, where this file has one. */
  readonly account: string | undefined
  /** Of its first section, as written. */
  readonly period: string | undefined
  readonly totals: PayPalTotals
  /** The section that it begins with. Without a header of its own it goes on from the file before. */
  readonly first: Section
  /** The section that it breaks off in; undefined where a footer has ended the last one. */
  readonly last: Section | undefined
  readonly sectionFooters: readonly OpenFooter[]
  readonly reportFooters: readonly OpenFooter[]
  /** Its other footers, which its own rows have proved. */
  readonly own: readonly ControlResult[]
  readonly exponents: PayPalExponents
}

export interface Section {
  readonly totals: PayPalTotals
  /** Its header as written; undefined where it has none in this file. */
  readonly header: string | undefined
}

/** Footers that are kept: a section and a report have one a currency, and there are not two hundred of those. */
const footersMax = 10_000

/** Follows the frames of a file. */
export class PartBook {
  number = 1
  account: string | undefined
  readonly totals = new PayPalTotals()
  readonly #sectionFooters: OpenFooter[] = []
  readonly #reportFooters: OpenFooter[] = []
  #first: Section = { totals: new PayPalTotals(), header: undefined }
  #current = this.#first
  #isEnded = false
  #period: string | undefined

  /** The rows since the last section header. */
  get section(): PayPalTotals {
    return this.#current.totals
  }

  beginSection(cells: readonly string[]): void {
    const header = cells.map((cell) => cell.trim()).join(',')
    this.#period ??= cells
      .slice(1, 3)
      .map((cell) => cell.trim())
      .join(' to ')
    const isFirst = this.#current === this.#first && this.#first.header === undefined && this.section.rows === 0 && !this.#isEnded
    this.#current = { totals: new PayPalTotals(), header }
    if (isFirst) this.#first = this.#current
    this.#isEnded = false
  }

  /** A footer of the section that goes on; whether it can be proved by the rows of this file alone. */
  endSection(footer: OpenFooter): boolean {
    this.#isEnded = true
    if (this.number <= 1 || this.#current !== this.#first) return true
    if (this.#sectionFooters.length < footersMax) this.#sectionFooters.push(footer)
    return false
  }

  endReport(footer: OpenFooter): void {
    if (this.#reportFooters.length < footersMax) this.#reportFooters.push(footer)
  }

  part(own: readonly ControlResult[], exponents: PayPalExponents): ReportPart {
    return {
      number: this.number,
      account: this.account,
      period: this.#period,
      totals: this.totals,
      first: this.#first,
      last: this.#isEnded ? undefined : this.#current,
      sectionFooters: this.#sectionFooters,
      reportFooters: this.#reportFooters,
      own,
      exponents,
    }
  }
}
