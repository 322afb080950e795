/** Made from scenario smoke by: tenfold k6 smoke --script. That command also runs it, with the requests that it sends. */

import type { Options } from 'k6/options'
import { sendNext } from './send-next.ts'

export const options: Options = {
  scenarios: {
    smoke: {
      executor: 'constant-arrival-rate',
      rate: 250,
      duration: '6000ms',
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
