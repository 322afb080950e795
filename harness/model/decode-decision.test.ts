import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeDecision } from './decode-decision.ts'

const example = {
  identity: { tenant: 'acme', merchant: 'm1', source: 'stripe', account: 'acct_1', recordId: 'txn_1', kind: 'charge' },
  content: 'e359e6e932d8e27f802b94a9193347a6',
  state: 'MATCHED',
  ruleId: 'R1',
  varianceMinor: '0',
  leg1Group: '9f',
  leg2bGroup: '77',
  payout: { memberCount: 5, residualMinor: '-12' },
  detail: 'NOT_DECOMPOSABLE',
  version: 1,
  cause: { partition: 3, offset: '120' },
  hostId: 'h',
  produced: 123456789,
  read: 123457000,
  decided: 123459000,
}

test('the example of the wire page is decoded in full', () => {
  expect(decodeDecision(JSON.stringify(example))).toEqual({
    kind: 'decision',
    identity: example.identity,
    content: example.content,
    result: {
      state: 'MATCHED',
      ruleId: 'R1',
      varianceMinor: 0n,
      leg1Group: '9f',
      leg2bGroup: '77',
      payout: { memberCount: 5, residualMinor: -12n },
      detail: 'NOT_DECOMPOSABLE',
    },
    version: 1,
    cause: { kind: 'record', partition: 3, offset: '120' },
    times: { hostId: 'h', producedUs: 123456789, readUs: 123457000, decidedUs: 123459000 },
  })
})

test('what is absent stays absent, and a cause may be a close', () => {
  const { identity, content } = example
  expect(decodeDecision(JSON.stringify({ identity, content, state: 'OPEN', version: 2, cause: { closeId: 'c1' } }))).toEqual({
    kind: 'decision',
    identity,
    content,
    result: { state: 'OPEN', varianceMinor: 0n },
    version: 2,
    cause: { kind: 'close', closeId: 'c1' },
  })
})

test('a close event has its id and partition', () => {
  expect(decodeDecision('{"closeId":"c1","partition":7}')).toEqual({ kind: 'close-applied', closeId: 'c1', partition: 7 })
})

test('a state that nobody knows passes: the judge names it', () => {
  expect(decodeDecision(JSON.stringify({ ...example, state: 'SHRUG' }))).toMatchObject({ result: { state: 'SHRUG' } })
})

test.each([
  ['not JSON', '{', 'not JSON'],
  ['a list', '[]', 'not an object'],
  ['an amount as a number', JSON.stringify({ ...example, varianceMinor: 0 }), 'varianceMinor'],
  ['no version', JSON.stringify({ ...example, version: undefined }), 'version'],
  ['version 0', JSON.stringify({ ...example, version: 0 }), 'version'],
  ['upper-case content', JSON.stringify({ ...example, content: example.content.toUpperCase() }), 'content'],
  ['an unknown kind', JSON.stringify({ ...example, identity: { ...example.identity, kind: 'gift' } }), 'gift'],
  ['no cause', JSON.stringify({ ...example, cause: undefined }), 'cause'],
  ['neither decision nor close', '{}', 'closeId'],
])('%s is a problem that names it', (_, json, named) => {
  const decoded = decodeDecision(json)
  expect(decoded.kind).toBe('problem')
  expect(decoded).toMatchObject({ problem: expect.stringContaining(named) })
})

test('no message makes it throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.record({ identity: fc.anything(), cause: fc.anything() }).map((v) => JSON.stringify(v)),
      ),
      (json) => {
        expect(['decision', 'close-applied', 'problem']).toContain(decodeDecision(json).kind)
      },
    ),
  )
})
