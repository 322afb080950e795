/** The work of a batch grows with the batch: on the day of the payouts it holds thousands of payouts and bank lines of few merchants. */

import { describe, expect, test } from 'vitest'
import { applyRecords } from '../matcher/batch-store.ts'
import { keysOf } from '../wire/keys.ts'
import type { StackRecord } from '../wire/record.ts'
import { recordWith } from './support/charge.ts'
import { formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'

const payouts = 600
/** Rows that pass through any step of a plan, for each record of the batch. */
const rowsPerRecordMax = 12

describe.each(formsTested)('$name', (tested) => {
  test('payouts and their bank lines in one batch', async () => {
    await using session = await startMatcherSession(tested)
    const { client, epochs } = session
    const plans: string[] = []
    client.on('notice', ({ message = '' }) => plans.push(message))
    for (const setting of ['log_min_duration = 0', 'log_nested_statements = on', 'log_analyze = on', 'log_timing = off']) {
      await client.query(`load 'auto_explain'; set auto_explain.${setting}`)
    }
    await client.query('set client_min_messages = log')
    const staged = Array.from({ length: 2 * payouts }, (_, index) => {
      const record = index % 2 === 0 ? payoutOf(index >> 1) : lineOf(index >> 1)
      return { record, keys: keysOf(record), partition: 0, offset: BigInt(index) }
    })
    const decided = await inTransaction(client, () => applyRecords(client, staged, epochs))
    expect(decided.map(([, , , , , , , state]) => state)).toStrictEqual(staged.map(() => 'MATCHED'))
    const rows = plans.flatMap((plan) => rowsOf(plan))
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.filter(({ count }) => count > rowsPerRecordMax * staged.length)).toStrictEqual([])
  })
})

function payoutOf(place: number): StackRecord {
  const ref = `po-${place}`
  return recordWith({
    recordId: ref,
    kind: 'payout',
    automatic: false,
    ref,
    traceRef: `t-${place}`,
    grossMinor: '-9680',
    feeMinor: '0',
    netMinor: '-9680',
  })
}

function lineOf(place: number): StackRecord {
  const bank = { side: 'bank', source: 'bank', account: 'iban', kind: 'bank_line' }
  return recordWith({
    ...bank,
    recordId: `l-${place}`,
    references: [`t-${place}`, `po-${place}`],
    grossMinor: '9680',
    feeMinor: '0',
    netMinor: '9680',
  })
}

/** What each step gave or threw away, over all its loops. */
function rowsOf(plan: string): { readonly step: string; readonly count: number }[] {
  let loops = 1
  return plan.split('\n').flatMap((step) => {
    const given = /actual (?:time=\S+ )?rows=([\d.]+) loops=(\d+)/.exec(step)
    if (given !== null) loops = Number(given[2])
    const each = given?.[1] ?? /Rows Removed by [^:]+: (\d+)/.exec(step)?.[1]
    return each === undefined ? [] : [{ step, count: Number(each) * loops }]
  })
}
