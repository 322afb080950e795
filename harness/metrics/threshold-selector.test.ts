import { expect, test } from 'vitest'
import { isOfAllSamples } from './threshold-selector.ts'

test.each<[string, boolean]>([
  ['decision_latency', true],
  ['decision_latency {phase:surge}', true],
  ['decision_latency{ phase : "surge" }', true],
  ['decision_latency{}', true],
  ['decision_latency{kind:charge}', false],
  ['decision_latency{phase:surge,tenant:acme}', false],
  ['ack_latency{phase:surge}', false],
  ['decision_latency_of_mine', false],
])('%s is about all decisions, or all of a phase: %s', (selector, isOfAll) => {
  expect(isOfAllSamples(selector, 'decision_latency')).toBe(isOfAll)
})
