import { describe, expect, test } from 'vitest'
import { readerOf } from '../../../tests/support/bank-reading.ts'
import { document, entry } from '../../../tests/support/camt-text.ts'

const read = readerOf('camt053')

interface Shape {
  readonly id?: string
  readonly made?: string
  readonly period?: string
  readonly bank?: string
  readonly account?: string
  readonly page?: readonly [number: number, isLast: boolean]
}
const paging = (tag: string, [number, isLast]: readonly [number, boolean]): string =>
  `<${tag}><PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd></${tag}>`
const statement = ({ id = 'S', made = '2026-01-09', period = '', bank = '', account = 'DE02', page }: Shape): string =>
  `<Stmt><Id>${id}</Id>${page === undefined ? '' : paging('StmtPgntn', page)}<ElctrncSeqNb>7</ElctrncSeqNb><CreDtTm>${made}T06:00:00</CreDtTm>` +
  `${period === '' ? '' : `<FrToDt><FrDtTm>${period}T00:00:00</FrDtTm><ToDtTm>${period}T23:59:59</ToDtTm></FrToDt>`}<Acct><Id><IBAN>${account}</IBAN></Id>` +
  `${bank === '' ? '' : `<Svcr><FinInstnId>${bank}</FinInstnId></Svcr>`}</Acct>${entry}</Stmt>`

/** One message, whole or a page of one. */
const message = (page: readonly [number, boolean] | undefined, ...shapes: readonly Shape[]): string =>
  document(shapes.map(statement).join(''), '08', `<GrpHdr><MsgId>M</MsgId>${page === undefined ? '' : paging('MsgPgntn', page)}</GrpHdr>`)

const tornNotes = async (...messages: readonly string[]): Promise<readonly string[]> =>
  (await read(messages.join('\n'))).notes.filter((note) => note.includes('have a page before or behind them'))

const bic = (text: string): string => `<BICFI>${text}</BICFI>`

describe('pages of a message, which hold other statements each', () => {
  test('are whole where each of them was read', async () => {
    expect(await tornNotes(message([1, false], { id: 'A' }), message([2, true], { id: 'B', account: 'DE03' }))).toEqual([])
    expect(await tornNotes(message([1, true], { id: 'A' }))).toEqual([])
  })

  test.each([
    ['the last', [message([1, false], { id: 'A' }, { id: 'B' })], /^1 pages \(the first: statement 1, page 1\)/],
    ['the first', [message([2, true], { id: 'A' })], /^1 pages \(the first: statement 1, page 2\)/],
    ['one between', [message([1, false], { id: 'A' }), message([3, true], { id: 'B' })], /^2 pages \(the first: statement 1, page 1\)/],
    ['the last, and a whole message follows', [message([1, false], { id: 'A' }), message(undefined, { id: 'B' })], /^1 pages/],
  ])('%s is missing', async (_what, messages, note) => {
    expect(await tornNotes(...messages)).toEqual([expect.stringMatching(note)])
  })

  test.each([
    ['a BIC', bic('DEUTDEFF'), bic('COBADEFF')],
    ['a BIC of version 2', '<BIC>DEUTDEFF</BIC>', '<BIC>COBADEFF</BIC>'],
    ['a national number', '<ClrSysMmbId><MmbId>10070000</MmbId></ClrSysMmbId>', '<ClrSysMmbId><MmbId>10040000</MmbId></ClrSysMmbId>'],
  ])('of two banks on one day do not stand for each other: %s', async (_what, first, second) => {
    const torn = [message([1, false], { id: 'A', bank: first }), message([2, true], { id: 'B', bank: second })]
    expect(await tornNotes(...torn)).toEqual([expect.stringMatching(/^2 pages/)])
    const others = [message([2, true], { id: 'C', bank: first }), message([1, false], { id: 'D', bank: second })]
    expect(await tornNotes(...torn, ...others)).toEqual([])
  })

  test('of two branches of one bank are of one message', async () => {
    const pages = [message([1, false], { bank: bic('DEUTDEFF') }), message([2, true], { id: 'B', bank: bic('DEUTDEDB277') })]
    expect(await tornNotes(...pages)).toEqual([])
  })
})

describe('pages of a statement', () => {
  test('of another year do not stand for those that are missing', async () => {
    const pages = (first: Shape, last: Shape): string[] => [
      message(undefined, { ...first, page: [1, false] }),
      message(undefined, { ...last, page: [2, true] }),
    ]
    expect(await tornNotes(...pages({}, {}))).toEqual([])
    expect(await tornNotes(...pages({ made: '2025-01-09' }, {}))).toEqual([expect.stringMatching(/^2 pages/)])
    // Made over midnight of new year, for one day.
    expect(await tornNotes(...pages({ made: '2025-12-31', period: '2025-12-31' }, { made: '2026-01-01', period: '2025-12-31' }))).toEqual(
      [],
    )
  })

  test('of more statements than are followed nothing is noted', async () => {
    const many = Array.from({ length: 50_001 }, (_, at) => statement({ id: `${at}`, page: [2, true] }).replace(entry, ''))
    expect(await tornNotes(document(many.join('')))).toEqual([])
    expect(await tornNotes(document(many.slice(1).join('')))).toEqual([expect.stringMatching(/^50000 pages/)])
  }, 60_000)
})
