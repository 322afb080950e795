/** The verdict and its terms in words for people who did not write the scenario. Knows no format; the numbers come from the judge. */

import type { VerdictKind } from '../harness/model/verdict.ts'

/** How a verdict is to be felt; colours and signs hang on it. */
export type Tone = 'good' | 'bad' | 'unsure'

export function toneOf(kind: VerdictKind): Tone {
  if (kind === 'pass') return 'good'
  return kind === 'fail-correctness' || kind === 'fail-thresholds' ? 'bad' : 'unsure'
}

/** One headline a verdict; the judge's sentence with the number stands below it. */
export const headlines: Readonly<Record<VerdictKind, string>> = {
  pass: 'Every answer was right, and fast enough.',
  'fail-correctness': 'The stack gave wrong answers.',
  'fail-thresholds': 'Every answer was right, but not within the thresholds.',
  invalid: 'This run proves nothing: the measurement itself was disturbed.',
  inconclusive: 'Too little was seen to judge.',
  interrupted: 'The run was stopped before its end.',
  terminated: 'The run was ended from outside before its end.',
  'harness-bug': 'Tenfold itself failed; this says nothing about the stack.',
  'bad-configuration': 'The run could not be made as it was asked for.',
  'stack-failed': 'The stack did not start, or did not stay up.',
  'not-writable': 'The record of the run could not be written.',
}

export const metricNames = {
  decision_latency: 'decision',
  close_latency: 'close',
  ack_latency: 'ack',
  service_time: 'service',
  schedule_lag: 'schedule lag',
  slot_wait: 'slot wait',
} as const

export const outcomeWords = { met: 'met', broken: 'broken', inconclusive: 'inconclusive', void: 'void' } as const

/** Terms of the reports, each in one sentence. */
export const glossary = {
  record: 'One event: a ledger entry, a processor row, a payout or a bank line.',
  'records/s':
    'Records per second. Offered: as planned. Acknowledged: answered with 202. Decided: first seen with the decision that stood.',
  'payments/s': 'Payments fully matched per second: ledger and processor agree, and nothing is left open.',
  decision: 'From the moment a record was due, by the plan, to the moment its match decision was observed.',
  close: 'Decisions that only the day’s close brings, from the close request.',
  ack: 'From the moment a record was due to the answer of the HTTP call.',
  service: 'From the actual send to the answer: what a closed-loop tool would print.',
  'schedule lag':
    'How late the generator itself was: send minus the later of free slot and due time, or the time at which its batch was to go.',
  'batch wait': 'How long a record waited for others to share its request with, as the scenario wishes.',
  'slot wait': 'How long a record waited because too many requests were unanswered: the system’s doing.',
  P99: '99 of 100 samples were at most this long. Samples that never ended stay in and count as at least as long as the wait.',
  budget: 'The limit that the scenario sets.',
  oracle: 'An independent reference matcher with a written specification. It gives the right answer for each record that the stack holds.',
  anomaly: 'A record or group on which the stack and the oracle differ, or an amount that does not add up.',
  'money at risk': 'The largest amount among the records of each finding, added up per currency.',
  unknown: 'The class had no chance to show in this run, so nothing is claimed about it.',
  'positive control': 'One error planted beside the data that the judge must find, or the run is INVALID.',
} as const
