/** The work of a batch grows with the batch: on the day of the payouts it holds thousands of payouts and bank lines of few merchants. */

import type { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { applyCloses, applyRecords } from '../matcher/batch-store.ts'
import type { StagedRecord } from '../matcher/copy-format.ts'
import { keysOf } from '../wire/keys.ts'
import type { StackRecord } from '../wire/record.ts'
import { recordWith } from './support/charge.ts'
import { formsTested, inTransaction, startMatcherSession } from './support/matcher-session.ts'

const payouts = 600
const places = Array.from({ length: payouts }, (_, place) => place)
/** Rows that pass through any step of a plan, for each record of the batch. */
const rowsPerRecordMax = 12

describe.each(formsTested)('$name', (tested) => {
  test('payouts and their bank lines in one batch', async () => {
    await using session = await startMatcherSession(tested)
    const { client, epochs } = session
    const staged = stagedOf(places.flatMap((place) => [payoutOf(place), lineOf(place, place)]))
    const seen = await watchRows(client)
    const decided = await inTransaction(client, () => applyRecords(client, staged, epochs))
    expect(decided.map(([, , , , , , , state]) => state)).toStrictEqual(staged.map(() => 'MATCHED'))
    expectFewRows(seen, staged.length)
  })

  test('a close that finds none of them decided', async () => {
    await using session = await startMatcherSession(tested)
    const { client, epochs } = session
    await client.query(`insert into tenant (tenant, salt, key_hash) values ('acme', '', 'x')`)
    const staged = stagedOf(places.flatMap((place) => [payoutOf(place), lineOf(place, payouts + place), chargeOf(place)]))
    await inTransaction(client, () => applyRecords(client, staged, epochs))
    const close = { closeId: 'close-1', tenant: 'acme', date: '2026-02-01', partition: 0, offset: BigInt(staged.length) }
    const seen = await watchRows(client)
    const decided = await inTransaction(client, () => applyCloses(client, [close], epochs))
    const states = ['EX:MISSING_AT_BANK', 'EX:UNEXPECTED_AT_BANK', 'EX:MISSING_IN_LEDGER']
    expect(decided.map(([, , , , , , , state]) => state).toSorted()).toStrictEqual(places.flatMap(() => states).toSorted())
    expectFewRows(seen, staged.length)
  })
})

/** Collects the plan of each statement from now on, with what went through its steps. */
async function watchRows(client: Client): Promise<readonly string[]> {
  const plans: string[] = []
  client.on('notice', ({ message = '' }) => plans.push(message))
  await client.query(`load 'auto_explain'`)
  for (const setting of ['log_min_duration = 0', 'log_nested_statements = on', 'log_analyze = on', 'log_timing = off']) {
    await client.query(`set auto_explain.${setting}`)
  }
  await client.query('set client_min_messages = log')
  return plans
}

function expectFewRows(plans: readonly string[], records: number): void {
  const rows = plans.flatMap((plan) => rowsOf(plan))
  expect(rows.length).toBeGreaterThan(100)
  expect(rows.filter(({ count }) => count > rowsPerRecordMax * records)).toStrictEqual([])
}

function stagedOf(records: readonly StackRecord[]): StagedRecord[] {
  return records.map((record, index) => ({ record, keys: keysOf(record), partition: 0, offset: BigInt(index) }))
}

function chargeOf(place: number): StackRecord {
  return recordWith({ recordId: `ch-${place}`, ref: `order-${place}` })
}

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

function lineOf(place: number, traced: number): StackRecord {
  const bank = { side: 'bank', source: 'bank', account: 'iban', kind: 'bank_line' }
  return recordWith({
    ...bank,
    recordId: `l-${place}`,
    references: [`t-${traced}`, `po-${traced}`],
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
