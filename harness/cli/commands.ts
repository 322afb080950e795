/** All commands, in the order of the help. A command is added here and in a file of its own. */

import type { Register } from './context.ts'
import { registerGenerate } from './generate.ts'
import { registerInspect } from './inspect.ts'
import { registerList } from './list.ts'
import { registerMatch } from './match.ts'

export const commands: readonly Register[] = [
  registerInspect,
  registerMatch,
  registerGenerate,
  registerList,
]
