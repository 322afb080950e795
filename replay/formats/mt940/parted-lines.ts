/** MT940 on a single line, with `@@` where other files end one, as German banks send it by FinTS. Knows nothing of what the lines say. */

import type { PartSign } from '../text-lines.ts'

/** Whether the first line that is not blank holds several: behind the sign stands a tag. Undefined where the text ends before that line does. */
export function isParted(beginning: string): boolean | undefined {
  const [, line = '', end = ''] = /^\s*([^\r\n]*)([\r\n]?)/.exec(beginning) ?? []
  if (/@@:\d\d[A-Z]?:/.test(line)) return true
  return end === '' ? undefined : false
}

export const partSign: PartSign = { sign: '@@', isUsed: isParted }
