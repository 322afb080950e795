/** All commands, in the order of the help. A command is added here and in a file of its own. */

import type { Register } from './context.ts'
import { registerAnonymize } from './anonymize.ts'
import { registerCompare } from './compare.ts'
import { registerDoctor } from './doctor.ts'
import { registerDown } from './down.ts'
import { registerGate } from './gate.ts'
import { registerGenerate } from './generate.ts'
import { registerInit } from './init.ts'
import { registerInspect } from './inspect.ts'
import { registerK6 } from './k6.ts'
import { registerList } from './list.ts'
import { registerMatch } from './match.ts'
import { registerReport } from './report.ts'
import { registerRun } from './run.ts'
import { registerUp } from './up.ts'
import { registerVerify } from './verify.ts'

export const commands: readonly Register[] = [
  registerRun,
  registerUp,
  registerDown,
  registerVerify,
  registerReport,
  registerCompare,
  registerGate,
  registerK6,
  registerInspect,
  registerMatch,
  registerGenerate,
  registerAnonymize,
  registerInit,
  registerList,
  registerDoctor,
]
