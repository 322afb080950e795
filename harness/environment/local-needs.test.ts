import { expect, test } from 'vitest'
import type { MachineFact } from './machine-fact.ts'
import { judgeLocalNeeds } from './local-needs.ts'

const java: MachineFact = { name: 'java', found: undefined, state: 'missing', hint: 'apt-get install default-jre-headless' }
const folder: MachineFact = { name: 'folder for runs', found: undefined, state: 'missing', hint: 'cannot be written' }
const maven: MachineFact = { name: 'maven', found: '3.8.7', state: 'fine' }
const images: MachineFact = { name: 'images', found: 'kafka:1', state: 'fine' }
const engine = (state: MachineFact['state']): MachineFact => ({ name: 'containers', found: undefined, state })

test.each([
  ['an engine', [engine('fine'), images], 'reduced', 'only for --runtime local: apt-get'],
  ['an engine without the images, which can be pulled', [engine('fine'), { ...images, state: 'reduced' }], 'reduced', '--runtime local'],
  ['no engine', [engine('reduced'), images], 'missing', 'apt-get'],
  ['no engine, in an installed package', [engine('reduced')], 'reduced', 'only for a system file that asks for it: apt-get'],
] as const)('with %s a machine without Java is told so', (_what, others, state, hint) => {
  const facts = judgeLocalNeeds([java, maven, ...others, folder])
  expect(facts[0]).toMatchObject({ state, hint: expect.stringContaining(hint) as string })
  // The rest is as it was.
  expect(facts.slice(1)).toEqual([maven, ...others, folder])
})
