/**
 * Where a batch works on copies, each statement that names a distributed table has a shape that Citus plans by its documentation
 * (docs/decisions/0011). Citus itself is not asked: this is a rule about the text of the functions.
 */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { formsTested, startMatcherSession } from './support/matcher-session.ts'
import type { MatcherSession } from './support/matcher-session.ts'

const distributed = ['record', 'bank_reference', 'decision', 'decision_history']
const named = new RegExp(`\\b(?:from|join|into|update) (?:${distributed.join('|')})\\b(?! from)`)
/** What Citus does not plan over several shards, or what names a row by its place. */
const refused = /\blateral\b|\boffset\b|\bover\b|\bwindow\b|\bfor (?:update|share)\b|\bctid\b|\bdistinct on\b|\bfull join\b|\bexists\b|\$\d/
const modifications = /\b(?:insert into|update \w+ \w+ set|delete from)\b/g

let session: MatcherSession
let statements: readonly { readonly function: string; readonly language: string; readonly text: string }[]
let localTables: readonly string[]

beforeAll(async () => {
  const copies = formsTested.find(({ form }) => form === 'copies')
  session = await startMatcherSession(copies)
  const { rows: functions } = await session.client.query<{ name: string; language: string; body: string }>(
    `select p.proname as name, l.lanname as language, p.prosrc as body from pg_proc p join pg_language l on l.oid = p.prolang
     where p.pronamespace = 'public'::regnamespace`,
  )
  statements = functions.flatMap(({ name, language, body }) =>
    body
      .replaceAll(/--.*$/gm, '')
      .replaceAll(/\s+/g, ' ')
      .split(';')
      .filter((text) => named.test(text))
      .map((text) => ({ function: name, language, text })),
  )
  const { rows: tables } = await session.client.query<{ name: string }>(
    `select relname as name from pg_class where relpersistence = 't' and relkind in ('r', 'v') and relname !~ '^pg_'`,
  )
  localTables = tables.map(({ name }) => name)
})
afterAll(() => session?.[Symbol.asyncDispose]())

test('the rule sees the statements: writes, copies, the close', () => {
  expect(new Set(statements.map((statement) => statement.function))).toEqual(
    new Set([
      'store_incoming',
      'unseat_conflicts',
      'settle',
      'find_undecided',
      'copy_incoming',
      'copy_payouts',
      'copy_around_conflicts',
      'copy_leg1',
      'copy_references',
      'copy_records',
      'copy_members',
      'copy_replayed_history',
      'copy_closed_history',
    ]),
  )
  expect(localTables).toContain('incoming')
  expect(localTables).toContain('changed_decision')
})

test('one modification a statement, in PL/pgSQL, of plain joins', () => {
  for (const { function: name, language, text } of statements) {
    expect(language, name).toBe('plpgsql')
    expect(text, name).not.toMatch(refused)
    expect(text.match(modifications)?.length, `${name}: ${text}`).toBe(1)
  }
})

test('local tables are joined with distributed ones as materialized lists alone', () => {
  for (const { function: name, text } of statements) {
    const writes = new RegExp(`\\b(?:insert into|update) (?:${distributed.join('|')})\\b`).test(text)
    const reads = new RegExp(`\\b(?:from|join) (?:${distributed.join('|')})\\b`).test(text)
    // Rows of local tables may go into a distributed one as they are, and an update may take a local table as it is.
    if (writes && !reads) continue
    const outside = text.replace(/\bas materialized \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/, '').replace(/\binsert into \w+/, '')
    for (const table of localTables) expect(outside, `${name}: ${table}`).not.toMatch(new RegExp(`\\b(?:from|join|using) ${table}\\b`))
  }
})

test('matchers do not wait for each other where Citus would have them write in turn', async () => {
  const { rows } = await session.client.query("select current_setting('citus.all_modifications_commutative') as setting")
  expect(rows).toEqual([{ setting: 'on' }])
})
