/** All commands, in the order of the help. A command is added here and in a file of its own. */

import type { Register } from './context.ts'
import { registerList } from './list.ts'
import { registerMatch } from './match.ts'

export const commands: readonly Register[] = [registerMatch, registerList]
