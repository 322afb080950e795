/** Servers whose behaviour is known, as arithmetic: when each answers a request that reached it when it was due. Pure. */

import type { LoadOptions } from '../../model/scenario.ts'
import { loadOf } from './made-up-load.ts'

/** When a server answers, µs from the load's start; undefined: never. Calls come in the order of arrival. */
export type Service = (number: number, arrivedUs: number) => number | undefined

export interface KnownServer {
  readonly name: string
  readonly load: LoadOptions
  /** A fresh one for each attempt. */
  readonly service: () => Service
  /** `early`: answers before the request is whole. `short-lived`: one request a connection. */
  readonly connections: 'kept' | 'early' | 'short-lived'
}

interface Times {
  readonly freezeFromUs: number
  readonly freezeToUs: number
  readonly freezeLoadMs: number
  /** How long an answer that never comes is waited for. */
  readonly dropTimeoutMs: number
}

/** `whole`: the freeze of 4 s in 20 s. `short`: 1 s in 4 s, whose answer is the same in kind. */
export type CalibrationLength = 'whole' | 'short'

const times: Readonly<Record<CalibrationLength, Times>> = {
  whole: { freezeFromUs: 8_000_000, freezeToUs: 12_000_000, freezeLoadMs: 20_000, dropTimeoutMs: 5_000 },
  short: { freezeFromUs: 1_500_000, freezeToUs: 2_500_000, freezeLoadMs: 4_000, dropTimeoutMs: 2_000 },
}

/** Requests between two that are dropped. */
const dropEvery = 1_000

export function knownServers(length: CalibrationLength): readonly KnownServer[] {
  const { freezeFromUs, freezeToUs, freezeLoadMs, dropTimeoutMs } = times[length]
  const frozen = `a freeze of ${(freezeToUs - freezeFromUs) / 1_000_000} s in ${freezeLoadMs / 1_000} s`
  const freeze = (): Service => (_, arrivedUs) => (arrivedUs >= freezeFromUs && arrivedUs < freezeToUs ? freezeToUs : arrivedUs)
  return [
    { name: 'a constant 50 ms', load: loadOf(stage(2_000, 100)), service: constant, connections: 'kept' },
    {
      name: frozen,
      load: loadOf({ ...stage(freezeLoadMs, 100), inFlightMax: 512, requestTimeoutMs: 10_000 }),
      service: freeze,
      connections: 'kept',
    },
    {
      // What waits for a slot was due all the same: the same latencies, or the omission would be coordinated with the server.
      name: `${frozen}, with 8 slots`,
      load: loadOf({ ...stage(freezeLoadMs, 100), inFlightMax: 8, requestTimeoutMs: 10_000 }),
      service: freeze,
      connections: 'kept',
    },
    { name: '1% of the answers at 1 s', load: loadOf(stage(2_500, 200)), service: oneInAHundred, connections: 'kept' },
    { name: '120% load on one counter', load: loadOf({ ...stage(2_000, 120), inFlightMax: 512 }), service: counter, connections: 'kept' },
    {
      name: '120% load on one counter, Poisson, two threads',
      load: loadOf({ ...stage(2_000, 120), inFlightMax: 512, arrivals: 'poisson', workers: 2 }),
      service: counter,
      connections: 'kept',
    },
    { name: 'answers before the request is whole', load: loadOf(stage(2_000, 50)), service: constant, connections: 'early' },
    {
      name: 'every thousandth connection is dropped',
      load: loadOf({ ...stage(4_000, 500), requestTimeoutMs: dropTimeoutMs }),
      service: dropping,
      connections: 'short-lived',
    },
  ]
}

function constant(): Service {
  return (_, arrivedUs) => arrivedUs + 50_000
}

function oneInAHundred(): Service {
  return (number, arrivedUs) => arrivedUs + (number % 100 === 50 ? 1_000_000 : 0)
}

/** One counter, 10 ms a customer. */
function counter(): Service {
  let freeUs = 0
  return (_, arrivedUs) => {
    freeUs = Math.max(freeUs, arrivedUs) + 10_000
    return freeUs
  }
}

function dropping(): Service {
  return (number, arrivedUs) => (number % dropEvery === dropEvery - 1 ? undefined : arrivedUs + 20_000)
}

function stage(durationMs: number, targetPerSecond: number): Pick<LoadOptions, 'stages'> {
  return { stages: [{ name: 'steady', durationMs, targetPerSecond }] }
}
