/** Made from scenario black-friday by: tenfold k6 black-friday --script. That command also runs it, with the requests that it sends. */

import type { Options } from 'k6/options'
import { sendNext } from './send-next.ts'

export const options: Options = {
  scenarios: {
    'black-friday': {
      executor: 'ramping-arrival-rate',
      startRate: 200,
      stages: [
        { duration: '20000ms', target: 200 },
        { duration: '5000ms', target: 2_000 },
        { duration: '30000ms', target: 2_000 },
        { duration: '5000ms', target: 200 },
        { duration: '20000ms', target: 200 },
      ],
      timeUnit: '1s',
      preAllocatedVUs: 256,
      maxVUs: 256,
      gracefulStop: '10000ms',
    },
  },
  thresholds: { dropped_iterations: ['count==0'], checks: ['rate==1'] },
  summaryTrendStats: ['avg', 'med', 'p(90)', 'p(99)', 'max'],
}

export default sendNext
