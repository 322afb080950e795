/** What a project's scenarios share (tenfold.config.ts): its schema, and how it meets a scenario. */

import * as z from 'zod'
import { HarnessError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { scenarioSchema } from './schema.ts'

const configSchema = z.strictObject({
  /** What a scenario may leave out. Thresholds are added up; for one selector the scenario's own count. */
  scenarioDefaults: scenarioSchema.omit({ name: true, description: true, history: true, load: true }).partial().optional(),
  /** Folder in which run folders are made. */
  out: z.string().min(1).optional(),
  reporters: z
    .array(z.custom<Reporter>(isReporter, { error: 'expected a reporter: { name: "…", report(run, summary) { … } }' }))
    .optional(),
})

/** A project's settings as a user writes them. */
export type ConfigInput = z.input<typeof configSchema>

/** Gives a tenfold.config.ts its types; checked when it is used. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}

/** Throws BAD_CONFIGURATION with every problem. */
export function checkConfig(config: unknown): ConfigInput {
  const parsed = configSchema.safeParse(config)
  if (parsed.success) return parsed.data
  throw new HarnessError('BAD_CONFIGURATION', 'the settings of the project cannot be meant', {
    problems: parsed.error.issues.map(({ path, message }) => `${path.length === 0 ? 'config' : path.join('.')}: ${message}`),
    hint: 'mend tenfold.config.ts; docs/library.md shows what may stand in it',
  })
}

/** The scenario with what the project's settings give; still unchecked. */
export function withScenarioDefaults(scenario: unknown, { scenarioDefaults = {} }: ConfigInput): unknown {
  if (typeof scenario !== 'object' || scenario === null) return scenario
  const own = 'thresholds' in scenario ? scenario.thresholds : {}
  const thresholds = typeof own === 'object' && own !== null ? { ...scenarioDefaults.thresholds, ...own } : own
  return { ...scenarioDefaults, ...scenario, thresholds }
}

function isReporter(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'report' in value &&
    typeof value.report === 'function'
  )
}
