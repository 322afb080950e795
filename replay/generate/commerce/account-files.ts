/** The files of one merchant, one a side: each record to the file of its side, with its totals. Knows no format itself. */

import type { CanonicalRecord } from '../../../harness/model/record.ts'
import { RunningTotals, type ControlTotal } from '../../control-totals.ts'
import type { FileProfile } from '../../profile.ts'
import type { FormatWriter, WrittenAccount } from '../../write/format-writer.ts'
import type { WrittenFormat } from '../../write/written-formats.ts'
import type { Merchant } from '../group.ts'
import type { ResolvedCommerce } from './commerce-options.ts'
import { FileSink } from './file-sink.ts'

export interface WrittenFile {
  readonly file: string
  readonly format: string
  readonly records: number
  /** To the cent, as `tenfold inspect` must find them. */
  readonly totals: readonly ControlTotal[]
}

interface OpenFile {
  readonly name: string
  readonly format: WrittenFormat
  readonly account: WrittenAccount
  readonly writer: FormatWriter
  readonly sink: FileSink
  readonly totals: RunningTotals
  records: number
}

export class AccountFiles {
  readonly #folder: string
  readonly #merchant: Merchant
  readonly #options: ResolvedCommerce
  readonly #open = new Map<WrittenFormat, OpenFile>()
  readonly #accounts = new Map<WrittenFormat, WrittenAccount>()

  constructor(folder: string, merchant: Merchant, options: ResolvedCommerce) {
    this.#folder = folder
    this.#merchant = merchant
    this.#options = options
  }

  /** What the record's file says of it. */
  carried(record: CanonicalRecord): CanonicalRecord {
    const format = this.#options[record.side]
    return format.carried(record, this.#accountOf(format))
  }

  /** Writes the record, and gives it back as it will be read. */
  async add(record: CanonicalRecord): Promise<CanonicalRecord> {
    const carried = this.carried(record)
    await this.#write(this.#options[record.side], record, carried)
    const { companion } = this.#options
    if (companion !== undefined && record.side === 'processor' && companion.kinds?.includes(record.kind) === true) {
      await this.#write(companion, record, carried)
    }
    return carried
  }

  async #write(format: WrittenFormat, record: CanonicalRecord, carried: CanonicalRecord): Promise<void> {
    const file = this.#open.get(format) ?? (await this.#begin(format))
    file.records++
    file.totals.add(carried)
    await file.sink.write(file.writer.add(record))
  }

  async #begin(format: WrittenFormat): Promise<OpenFile> {
    const account = this.#accountOf(format)
    const { tenant, merchant } = this.#merchant
    const name = `${format.format}-${tenant}-${merchant}.${format.extension}`
    const writer = format.writer(account)
    const sink = await FileSink.open(this.#folder, name)
    const file = { name, format, account, writer, sink, totals: new RunningTotals(), records: 0 }
    this.#open.set(format, file)
    await sink.write(writer.begin())
    return file
  }

  #accountOf(format: WrittenFormat): WrittenAccount {
    const known = this.#accounts.get(format)
    if (known !== undefined) return known
    const { ledgerAccount, processorAccount, bankAccount, iban: statementAccount, currency } = this.#merchant
    const { zone, processor } = this.#options
    const account = { ledger: ledgerAccount, processor: processorAccount, bank: bankAccount }[format.side]
    const made = { account, zone, currency, statementAccount, sender: processor.source.toUpperCase() }
    this.#accounts.set(format, made)
    return made
  }

  /** Ends the files and tells what is in them. */
  async end(): Promise<WrittenFile[]> {
    for (const { sink, writer } of this.#open.values()) await sink.write(writer.end())
    return [...this.#open.values()].map(({ name, format, records, totals }) => ({
      file: name,
      format: format.format,
      records,
      totals: totals.totals(),
    }))
  }

  profile(): FileProfile[] {
    const { tenant, merchant } = this.#merchant
    return [...this.#open.values()].map(({ name, format: written, account: { account, zone, statementAccount } }): FileProfile => {
      const { format, side } = written
      const common = { file: name, account, zone }
      if (format === 'ledger-csv') return { ...common, format, tenants: [tenant] }
      const fills = written === this.#options.companion ? { fills: true } : {}
      return { ...common, format, tenant, merchant, ...(side === 'bank' ? { statementAccount } : fills) } as FileProfile
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { sink } of this.#open.values()) await sink[Symbol.asyncDispose]()
  }
}
