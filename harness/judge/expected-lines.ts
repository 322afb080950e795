/** Lines of `expected.ndjson`: one for each record that the system holds. Pure; what many lines have in common is made once. */

import { encodeMatchResult, quoted } from '../model/match-result.ts'
import type { MatchResult } from '../model/match-result.ts'
import { identityOf } from '../model/record-key.ts'
import type { CanonicalRecord } from '../model/record.ts'
import type { RightAnswers } from './planned-answers.ts'

/** Each line is what `encodeMatchResult` makes. */
export function* expectedLines({ held: { answers, records }, closed }: Pick<RightAnswers, 'held' | 'closed'>): Generator<string> {
  const { results } = closed.answers
  const owners = new OwnerTexts()
  const claims = new ClaimTexts()
  for (let index = 0; index < records; index++) {
    const record = answers.records[index] as CanonicalRecord
    const content = answers.contents[index] as string
    const result = results[index] as MatchResult
    const { leg1Group, leg2bGroup, payout, detail, varianceMinor } = result
    if (leg2bGroup !== undefined || payout !== undefined || detail !== undefined) {
      yield encodeMatchResult({ ...identityOf(record), content }, result)
      continue
    }
    const { recordId, kind } = record
    const key = `${owners.of(record)}${quoted(recordId)},"kind":"${kind}","content":"${content}"}`
    // Groups are named by contents, which are plain digits.
    const group = leg1Group === undefined ? '"}' : `","leg1Group":"${leg1Group}"}`
    yield `${key}${claims.of(result)}${varianceMinor === 0n ? '0' : varianceMinor}${group}`
  }
}

/** The beginnings of lines, by account: it is hardly anybody else's. */
class OwnerTexts {
  readonly #known = new Map<string, { readonly of: CanonicalRecord; readonly text: string }>()

  of(record: CanonicalRecord): string {
    const { tenant, merchant, source, account } = record
    const known = this.#known.get(account)
    if (known !== undefined && known.of.merchant === merchant && known.of.tenant === tenant && known.of.source === source) return known.text
    const owner = `"tenant":${quoted(tenant)},"merchant":${quoted(merchant)}`
    const text = `{"key":{${owner},"source":${quoted(source)},"account":${quoted(account)},"recordId":`
    this.#known.set(account, { of: record, text })
    return text
  }
}

/** What stands between key and variance, by state and rule. */
class ClaimTexts {
  readonly #known = new Map<string | undefined, Map<string, string>>()

  of({ state, ruleId }: MatchResult): string {
    let ofRule = this.#known.get(ruleId)
    if (ofRule === undefined) this.#known.set(ruleId, (ofRule = new Map()))
    let text = ofRule.get(state)
    if (text === undefined) {
      text = `,"state":"${state}"${ruleId === undefined ? '' : `,"ruleId":"${ruleId}"`},"varianceMinor":"`
      ofRule.set(state, text)
    }
    return text
  }
}
