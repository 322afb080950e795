/** What `verify` says of the judgement that stood in a folder before it judged again. Pure. */

import type { StandingJudgement } from '../record/judgement.ts'
import type { ToldBesides } from './told-besides.ts'

/** For a script: the verdict that stood there, and what is otherwise now; null where all is the same. */
export interface JudgedBefore {
  readonly verdict: string
  readonly exitStatus: number
  readonly sentence: string
  readonly differs: 'verdict' | 'reasons' | 'figures' | null
}

/** undefined where nothing stood. */
export function judgedBefore(before: StandingJudgement | undefined, now: StandingJudgement | undefined): JudgedBefore | undefined {
  if (before === undefined) return undefined
  const { title: verdict, exitStatus, sentence } = before.verdict
  return { verdict, exitStatus, sentence, differs: differenceOf(before, now) }
}

function differenceOf(before: StandingJudgement, now: StandingJudgement | undefined): JudgedBefore['differs'] {
  if (before.verdict.kind !== now?.verdict.kind) return 'verdict'
  const said = ({ verdict: { sentence, reasons } }: StandingJudgement): string => JSON.stringify([sentence, reasons])
  if (said(before) !== said(now)) return 'reasons'
  return before.summary === undefined || before.summary === now.summary ? null : 'figures'
}

/** For people; undefined where nothing differs. `now` is the title of the verdict as judged now. */
export function differenceLine({ verdict, sentence, differs }: JudgedBefore, now: string): string | undefined {
  const cause = 'The folder was changed since, or was judged by another version of Tenfold.'
  if (differs === null) return undefined
  if (differs === 'verdict') return `Differs from the verdict that stood here: was ${verdict}, is ${now}. It said: ${sentence} ${cause}`
  if (differs === 'reasons') return `Still ${now}, but for other reasons or figures than stood here. It said: ${sentence} ${cause}`
  return `Still ${now}, but figures of the summary that stood here differ. ${cause}`
}

const undigested = 'The folder holds no digests of its files (an older or a partial run): edits in them are not noticed.'

/** Both behind what is told of a judgement: whether edits would have been noticed, and what stood there before. */
export function toldBesides(
  stood: StandingJudgement | undefined,
  now: StandingJudgement | undefined,
  title: string,
  digests: 'held' | 'none',
): ToldBesides {
  const before = judgedBefore(stood, now)
  const line = before && differenceLine(before, title)
  return {
    lines: [...(digests === 'none' ? ['', undigested] : []), ...(line === undefined ? [] : ['', line])],
    fields: { judgedBefore: before ?? null, digests },
  }
}
