import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { ParsedOnce } from '../benchmarks/parse-once.ts'
import { balances, document, entry } from './support/camt-text.ts'
import { line, message } from './support/mt940-text.ts'

const perWrite = 1_000
/** Twenty times what one takes. */
const timeout = 480_000

/** Statements of one entry each, none of which is like another. */
interface SmallStatements {
  /** With room beside what the code takes, and what is remembered of statements. */
  readonly heapMiB: number
  readonly count: number
  readonly head: string
  readonly statement: (number: number) => string
  readonly foot: string
}

const [head = '', foot = ''] = document('|').split('|')
const numbers = (number: number): string =>
  `<Id>${number}</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></StmtPgntn><ElctrncSeqNb>${number}</ElctrncSeqNb>`

const formats: Readonly<Record<string, SmallStatements>> = {
  mt940: { heapMiB: 32, count: 500_000, head: '', statement: (number) => message(line).replace(':28C:1/', `:28C:${number}/`), foot: '' },
  camt053: {
    heapMiB: 96,
    count: 250_000,
    head,
    statement: (number) => `<Stmt>${numbers(number)}<Acct><Id><IBAN>DE02</IBAN></Id></Acct>${balances('0.00', '59.95')}${entry}</Stmt>\n`,
    foot,
  },
}

async function write(path: string, file: SmallStatements): Promise<void> {
  function* texts(): Generator<string> {
    yield file.head
    for (let from = 0; from < file.count; from += perWrite) {
      yield Array.from({ length: perWrite }, (_, at) => file.statement(from + at)).join('')
    }
    yield file.foot
  }
  await pipeline(Readable.from(texts()), createWriteStream(path))
}

test.each(Object.entries(formats))(
  'a file of %s of any number of statements is read to its end: few of them are remembered',
  { timeout },
  async (_name, file) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-small-'))
    const path = join(folder.path, 'file')
    await write(path, file)
    const program = join(import.meta.dirname, '..', 'benchmarks', 'parse-once.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [`--max-old-space-size=${file.heapMiB}`, program, 'ours', path])
    expect((JSON.parse(stdout) as ParsedOnce).rows).toBe(file.count)
  },
)
