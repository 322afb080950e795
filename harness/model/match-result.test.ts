import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeMatchResult, plainResult, ruleIds, states } from './match-result.ts'
import type { MatchResult } from './match-result.ts'
import type { RecordKey } from './record-key.ts'
import { kinds } from './record.ts'

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
const key: fc.Arbitrary<RecordKey> = fc.record({
  tenant: text,
  merchant: text,
  source: text,
  account: text,
  recordId: text,
  kind: fc.constantFrom(...kinds),
  content: text,
})
const result: fc.Arbitrary<MatchResult> = fc.record(
  {
    state: fc.constantFrom(...states),
    varianceMinor: fc.bigInt(),
    ruleId: fc.constantFrom(...ruleIds),
    leg1Group: text,
    leg2bGroup: text,
    payout: fc.record({ memberCount: fc.nat(), residualMinor: fc.bigInt() }),
    detail: fc.constant('NOT_DECOMPOSABLE' as const),
  },
  { requiredKeys: ['state', 'varianceMinor'] },
)

test('a result is the line that JSON.stringify makes of it', () => {
  fc.assert(
    fc.property(key, result, (ownKey, ownResult) => {
      const { tenant, merchant, source, account, recordId, kind, content } = ownKey
      const slow = JSON.stringify({ key: { tenant, merchant, source, account, recordId, kind, content }, ...plainResult(ownResult) })
      expect(encodeMatchResult(ownKey, ownResult)).toBe(slow)
    }),
  )
})
