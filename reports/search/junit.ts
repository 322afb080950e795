/** junit.xml of a search: its verdict as one test case. A step that did not hold is what a search looks for, and no failure. */

import type { CapacityRecord, CapacitySummary } from '../../harness/model/capacity.ts'
import { toneOf } from '../plain-words.ts'
import { attribute, escapeXml } from '../xml.ts'

export function searchJunit(record: CapacityRecord, { verdict }: CapacitySummary): string {
  const kind = verdict.kind === 'pass' ? undefined : toneOf(verdict.kind) === 'bad' ? 'failure' : 'error'
  const counts = `tests="1" failures="${kind === 'failure' ? 1 : 0}" errors="${kind === 'error' ? 1 : 0}"`
  const name = attribute(`tenfold ${record.scenario}`)
  const details = escapeXml(verdict.reasons.map((reason) => `${reason.kind}: ${reason.sentence}`).join('\n'))
  const open = `    <testcase name="knee" classname=${attribute(`tenfold.${record.scenario}`)} time="0"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${name} ${counts}>`,
    `  <testsuite name=${name} id="0" package="tenfold" ${counts} skipped="0" time="0" timestamp=${attribute(record.startedAt.slice(0, 19))}>`,
    ...(kind === undefined
      ? [`${open}><system-out>${escapeXml(verdict.sentence)}</system-out></testcase>`]
      : [
          `${open}>`,
          `      <${kind} message=${attribute(`${verdict.title}: ${verdict.sentence}`)} type=${attribute(verdict.kind)}>${details}</${kind}>`,
          '    </testcase>',
        ]),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}
