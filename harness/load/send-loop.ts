/** Sends a thread's requests when they are due and writes down what became of each. Paced by the plan alone, never by an answer. */

import { outcomeCodes } from '../model/outcome.ts'
import type { OutcomeKind } from '../model/outcome.ts'
import { requestAt, shareSize } from './arrivals/share.ts'
import type { Answer } from './http/answer-parser.ts'
import { HttpEngine } from './http/engine.ts'
import type { StrayAnswers } from './http/engine.ts'
import { readOutcome } from './http/read-outcome.ts'
import { slotTimes } from './slot-times.ts'
import { counterIndex } from './thread-messages.ts'
import type { ThreadInput } from './thread-messages.ts'

const comma = Buffer.from(',')
const opening = Buffer.from('[')
const closing = Buffer.from(']')
/** Connections that are open before the first request; more are made as they are needed. */
const warmConnections = 8

export interface SendLoop {
  readonly strays: StrayAnswers
  start(originUs: number): void
  /** What is on the way becomes unknown, the rest unsent; `onDone` is called. */
  abort(): void
}

/** `onDone` is called once, when every operation of this thread has its outcome. */
export function sendLoop(input: ThreadInput, clock: () => number, onDone: () => void): SendLoop {
  const { load, counters } = input
  const { operations, requests, bodies } = load
  const heads = load.heads.map((head) => Buffer.from(head))
  const own = shareSize(requests.count, input)
  const goUs = (position: number): number => requests.goUs[requestAt(position, input)] ?? Number.POSITIVE_INFINITY

  let originUs = Number.POSITIVE_INFINITY
  /** Requests before `nextToSend` are sent; from there up to `nextDue` they are due and wait for a slot. */
  let nextToSend = 0
  let nextDue = 0
  const slots = slotTimes()
  let isDone = false
  let timer: NodeJS.Timeout | undefined
  let timerUs = Number.POSITIVE_INFINITY

  const now = (): number => clock() - originUs
  const engine = new HttpEngine({
    host: input.host,
    port: input.port,
    slots: input.slots,
    requestTimeoutUs: input.requestTimeoutUs,
    onAnswer: (request, answer) => takeAnswer(request, answer, now()),
    onLost: (request, kind) => resolve(request, kind),
    onFree: () => turn(),
  })
  engine.warm(Math.min(input.slots, warmConnections, own))

  function members(request: number): Uint32Array {
    return requests.operation.subarray(requests.first[request], requests.first[request + 1])
  }

  function resolve(request: number, kind: OutcomeKind): void {
    for (const operation of members(request)) resolveOperation(operation, kind)
  }

  function resolveOperation(operation: number, kind: OutcomeKind): void {
    operations.outcome[operation] = outcomeCodes[kind]
    if (!Number.isNaN(operations.sentUs[operation])) counters[counterIndex.answered] = (counters[counterIndex.answered] ?? 0) + 1
    if (kind === 'accepted') counters[counterIndex.accepted] = (counters[counterIndex.accepted] ?? 0) + 1
  }

  function takeAnswer(request: number, answer: Answer, answeredUs: number): void {
    const carried = members(request)
    for (const [position, { kind, partition, offset }] of readOutcome(answer, carried.length).entries()) {
      const operation = carried[position] ?? 0
      operations.answeredUs[operation] = answeredUs
      operations.status[operation] = answer.status
      load.partition[operation] = partition
      load.offset[operation] = offset
      resolveOperation(operation, kind)
    }
  }

  function send(request: number, nowUs: number): void {
    const carried = members(request)
    const isSingle = carried.length === 1
    const body: Uint8Array[] = isSingle ? [] : [opening]
    const slotUs = slots.slotUs(requests.goUs[request] ?? 0)
    let tenant = 0
    for (const [position, operation] of carried.entries()) {
      const record = operations.recordIndex[operation] ?? 0
      const start = bodies.offset[record] ?? 0
      tenant = load.tenantOfRecord[record] ?? 0
      if (position > 0) body.push(comma)
      body.push((bodies.slabs[bodies.slab[record] ?? 0] ?? comma).subarray(start, start + (bodies.length[record] ?? 0)))
      // Written down before the bytes leave: no answer can come to a send that is not recorded.
      operations.slotUs[operation] = slotUs
      operations.sentUs[operation] = nowUs
    }
    if (!isSingle) body.push(closing)
    counters[counterIndex.sent] = (counters[counterIndex.sent] ?? 0) + carried.length
    engine.send(request, heads[tenant] ?? comma, body, nowUs)
  }

  /** Everything that is to be done now; then a timer for what comes next. Called by the timer and whenever a slot gets free. */
  function turn(): void {
    if (isDone || originUs === Number.POSITIVE_INFINITY) return
    const nowUs = now()
    engine.expire(nowUs)
    if (nowUs >= input.deadlineUs) giveUpUnsent()
    slots.turnStarts(nowUs, goUs(nextDue), engine.freeSlots)
    while (nextDue < own && goUs(nextDue) <= nowUs) nextDue += 1
    while (nextToSend < nextDue && engine.freeSlots > 0) {
      nextToSend += 1
      send(requestAt(nextToSend - 1, input), now())
    }
    slots.turnEnds(engine.freeSlots)
    if (nextToSend === own && engine.inFlight === 0) finish()
    else
      wakeAt(
        Math.min(
          goUs(nextDue),
          engine.nextTimeoutUs ?? Number.POSITIVE_INFINITY,
          nextToSend < own ? input.deadlineUs : Number.POSITIVE_INFINITY,
        ),
      )
  }

  /** What waited for a slot had none in time; what this thread had not even looked at, it was too late for. */
  function giveUpUnsent(): void {
    for (let position = nextToSend; position < own; position++) {
      resolve(requestAt(position, input), position < nextDue ? 'unsent-no-slot' : 'unsent-late')
    }
    nextToSend = own
    nextDue = own
  }

  function wakeAt(atUs: number): void {
    if (timer !== undefined && timerUs <= atUs) return
    clearTimeout(timer)
    timerUs = atUs
    // Timers count whole ms; what is due within the same one goes together.
    const delayMs = Math.min(1_000, Math.max(1, Math.round((atUs - now()) / 1_000)))
    timer = setTimeout(() => {
      timer = undefined
      turn()
    }, delayMs)
  }

  function finish(): void {
    if (isDone) return
    isDone = true
    clearTimeout(timer)
    engine.close()
    onDone()
  }

  return {
    strays: engine.strays,
    start: (startUs) => {
      originUs = startUs
      turn()
    },
    abort: () => {
      if (isDone) return
      giveUpUnsent()
      engine.close()
      finish()
    },
  }
}
