import { expect, test } from 'vitest'
import { checkConfig, withScenarioDefaults } from './config.ts'

const config = { scenarioDefaults: { system: './mine.ts', seed: 4, thresholds: { anomalies: ['count==0'], unsent: ['count==0'] } } }

test('a scenario takes what it leaves out from the project, and its own words count', () => {
  const scenario = { name: 'a', seed: 9, thresholds: { unsent: ['count<5'] } }
  expect(withScenarioDefaults(scenario, checkConfig(config))).toEqual({
    name: 'a',
    system: './mine.ts',
    seed: 9,
    thresholds: { anomalies: ['count==0'], unsent: ['count<5'] },
  })
  expect(withScenarioDefaults('no scenario', config)).toBe('no scenario')
})

test('every problem of the settings is told at once', () => {
  expect(() => checkConfig({ scenarioDefaults: { matchers: 0, load: {} }, reporters: [{ name: 'x' }], output: 'runs' })).toThrow(
    expect.objectContaining({
      code: 'BAD_CONFIGURATION',
      problems: [
        expect.stringContaining('scenarioDefaults.matchers'),
        expect.stringContaining('scenarioDefaults: Unrecognized key: "load"'),
        expect.stringContaining('reporters.0: expected a reporter'),
        expect.stringContaining('config: Unrecognized key: "output"'),
      ],
    }) as Error,
  )
})
