/** Finds the settings that a project's scenarios share: tenfold.config.ts in the folder where the command was typed. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigInput } from '../scenario/config.ts'
import { loadDefault } from './load-definition.ts'

const names = ['tenfold.config.ts', 'tenfold.config.mts', 'tenfold.config.js', 'tenfold.config.mjs'] as const

/** Empty settings where there is no such file. Throws BAD_CONFIGURATION. */
export async function loadConfig(folder: string): Promise<ConfigInput> {
  const file = names.map((name) => join(folder, name)).find((path) => existsSync(path))
  if (file === undefined) return {}
  const { checkConfig } = await import('../scenario/config.ts')
  return checkConfig(await loadDefault(file))
}
