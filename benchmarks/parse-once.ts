/** Reads one file with one reader and prints what it cost: `node benchmarks/parse-once.ts READER FILE`. A process of its own, for its memory. */

import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs'
import { inspectFiles } from '../replay/index.ts'

export interface ParsedOnce {
  readonly rows: number
  readonly cpuMs: number
  readonly residentMiBMax: number
}

/** What each reader counts as rows; those of npm take a whole text where they know nothing else. */
const readers: Readonly<Record<string, (file: string) => Promise<number>>> = {
  async ours(file) {
    let rows = 0
    for await (const found of inspectFiles(file, { zone: 'Europe/Berlin' })) {
      if (found.kind === 'error') throw found.error
      const { records, quarantined, controls } = found.inspection
      if (quarantined.count > 0 || controls.some(({ failed }) => failed > 0)) throw new Error(`${file} was not read as it was written`)
      rows += records
    }
    return rows
  },
  async 'csv-parse'(file) {
    const { parse } = await import('csv-parse')
    let rows = 0
    const columns = firstBytes(file).startsWith('"RH"') ? undefined : true
    for await (const row of createReadStream(file).pipe(parse(columns === true ? { columns } : { relaxColumnCount: true }))) {
      if (columns === true || (row as readonly string[])[0] === 'SB') rows++
    }
    return rows
  },
  async saxes(file) {
    const { SaxesParser } = await import('saxes')
    const parser = new SaxesParser({ xmlns: false })
    let rows = 0
    parser.on('opentag', ({ name }) => {
      if (name === 'Ntry' || name === 'STMTTRN') rows++
    })
    for await (const chunk of createReadStream(file, 'utf8')) parser.write(chunk as string)
    parser.close()
    return rows
  },
  async 'iso20022.js'(file) {
    const { CashManagementEndOfDayReport } = await import('iso20022.js')
    // It refuses a statement whose account does not name its bank, which is optional.
    const bank = '<Svcr><FinInstnId><Othr><Id>1</Id></Othr></FinInstnId></Svcr>'
    const xml = readFileSync(file, 'utf8').replaceAll('</Ccy></Acct>', `</Ccy>${bank}</Acct>`)
    return CashManagementEndOfDayReport.fromXML(xml).statements.reduce((sum, { entries }) => sum + entries.length, 0)
  },
  async mt940js(file) {
    // @ts-expect-error It has no types.
    const { default: mt940js } = (await import('mt940js')) as { default: { Parser: new () => { parse(text: string): Mt940jsStatement[] } } }
    return new mt940js.Parser().parse(readFileSync(file, 'utf8')).reduce((sum, { transactions }) => sum + transactions.length, 0)
  },
  async 'ofx-js'(file) {
    const { parse } = await import('ofx-js')
    const data: unknown = await parse(readFileSync(file, 'utf8'))
    const list = at(data, 'OFX', 'BANKMSGSRSV1', 'STMTTRNRS', 'STMTRS', 'BANKTRANLIST', 'STMTTRN')
    return Array.isArray(list) ? list.length : 0
  },
}

interface Mt940jsStatement {
  readonly transactions: readonly unknown[]
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined),
    value,
  )
}

function firstBytes(file: string): string {
  const bytes = Buffer.alloc(16)
  const handle = openSync(file, 'r')
  readSync(handle, bytes, 0, bytes.length, 0)
  closeSync(handle)
  return bytes.toString()
}

if (import.meta.main) {
  const [reader = '', file = ''] = process.argv.slice(2)
  const read = readers[reader]
  if (read === undefined) throw new Error(`no reader ${reader}`)
  const before = process.cpuUsage()
  const rows = await read(file)
  const { user, system } = process.cpuUsage(before)
  // In KiB, whatever the platform.
  const parsed: ParsedOnce = { rows, cpuMs: (user + system) / 1_000, residentMiBMax: process.resourceUsage().maxRSS / 1_024 }
  console.log(JSON.stringify(parsed))
}
