/** Options that the commands which start a stack share, one function an option. Starts nothing. */

import { InvalidArgumentError, Option } from 'commander'
import type { Runtime } from '../environment/runtimes.ts'

/** How the stack is started: one of `kinds`, as typed or as TENFOLD_RUNTIME says. */
export function runtimeOption(kinds: readonly Runtime[], description: string): Option {
  const parse = (text: string): Runtime => {
    // The variable may hold it for the runs: for a command that attaches to nothing it says nothing.
    if (text === 'attach' && !kinds.includes(text)) return 'auto'
    const known = kinds.find((kind) => kind === text)
    if (known !== undefined) return known
    throw new InvalidArgumentError(`Expected ${kinds.join(', ')}.`)
  }
  return new Option('--runtime <kind>', description).argParser(parse).env('TENFOLD_RUNTIME').default('auto')
}

/** One value of the scenario, as often as it is typed. */
export function setOption(description: string): Option {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value]
  return new Option('--set <path=value>', `${description}; may be repeated`).argParser(collect).default([])
}
