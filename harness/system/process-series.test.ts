import { expect, test } from 'vitest'
import { readMetrics } from './process-series.ts'

test('the known lines of a process’s metrics are read, others and broken ones passed over', () => {
  const text = [
    '# HELP nodejs_eventloop_lag_max_seconds The maximum recorded event loop delay.',
    '# TYPE nodejs_eventloop_lag_max_seconds gauge',
    'nodejs_eventloop_lag_max_seconds 0.0535',
    'nodejs_eventloop_lag_mean_seconds 0.011',
    'database_pool_waiting 3',
    'database_serialization_failures_total{table="decision"} 2',
    'api_answers_total{status="202"} 5 1700000000000',
    'database_pool_waiting Nan',
    'nonsense',
    '',
  ].join('\n')
  expect(readMetrics('api-0', text)).toEqual([
    { metric: 'event_loop_delay', subject: 'api-0', value: expect.closeTo(43.5, 6) },
    { metric: 'pool_waits', subject: 'api-0', value: 3 },
    { metric: 'serialization_failures', subject: 'api-0', value: 2 },
  ])
})

test('an idle loop is no delay', () => {
  expect(readMetrics('matcher-0', 'nodejs_eventloop_lag_max_seconds 0.009')).toMatchObject([{ value: 0 }])
})
