/** Options that the commands which start a stack share, one function an option. Starts nothing. */

import { InvalidArgumentError, Option } from 'commander'
import type { Runtime } from '../environment/runtimes.ts'

/** How the stack is started: one of `kinds`, as typed or as TENFOLD_RUNTIME says. `env` is for commands that leave out attach. */
export function runtimeOption(
  kinds: readonly Runtime[],
  description: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Option {
  const parse = (text: string): Runtime => {
    const known = kinds.find((kind) => kind === text)
    if (known !== undefined) return known
    throw new InvalidArgumentError(`Expected ${kinds.join(', ')}.`)
  }
  const option = new Option('--runtime <kind>', description).argParser(parse).default('auto')
  // The variable may hold it for the runs: to a command that attaches to nothing it says nothing.
  return env['TENFOLD_RUNTIME'] === 'attach' && !kinds.includes('attach') ? option : option.env('TENFOLD_RUNTIME')
}

/** One value of the scenario, as often as it is typed. */
export function setOption(description: string): Option {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]
  return new Option('--set <path=value>', `${description}; may be repeated`).argParser(collect).default([])
}
