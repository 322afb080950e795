import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { k6Profile } from '../harness/k6/profile.ts'
import { k6Script, senderName } from '../harness/k6/script.ts'
import type { Scenario } from '../harness/model/scenario.ts'
import { resolveScenario } from '../harness/scenario/resolve.ts'

const folder = join(import.meta.dirname, '..', 'scenarios')

async function scenarioOf(name: string): Promise<Scenario> {
  const module = (await import(join(folder, `${name}.ts`))) as { readonly default: unknown }
  return resolveScenario(module.default, [], () => []).scenario
}

const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => basename(name, '.ts'))
const scripts = readdirSync(join(folder, 'k6')).filter((name) => name !== senderName)

test('every shipped scenario that k6 can run has its script, and no other', async () => {
  const possible: string[] = []
  for (const name of names) if (k6Profile(await scenarioOf(name)).kind === 'profile') possible.push(`${name}.ts`)
  expect(scripts.toSorted()).toEqual(possible.toSorted())
})

test.each(scripts)('%s is what its scenario gives: npx tenfold k6 NAME --script', async (script) => {
  const scenario = await scenarioOf(basename(script, '.ts'))
  const profile = k6Profile(scenario)
  const text = profile.kind === 'profile' ? k6Script(scenario.name, profile.options, `./${senderName}`) : ''
  expect(readFileSync(join(folder, 'k6', script), 'utf8')).toBe(text)
})
