/** Sends a thread's requests when they are due and writes down what became of each. Paced by the plan alone, never by an answer. */

import { outcomeCodes } from '../model/outcome.ts'
import type { OutcomeKind, TakenAnswers } from '../model/outcome.ts'
import { requestAt, shareSize } from './arrivals/share.ts'
import type { RecordOutcome } from './driver.ts'
import type { OpenDriver } from './open-driver.ts'
import { slotTimes } from './slot-times.ts'
import { counterIndex } from './thread-messages.ts'
import type { ThreadInput } from './thread-messages.ts'

export interface SendLoop {
  /** What the driver heard, and how many requests of this thread took an answer. */
  answers(): TakenAnswers
  start(originUs: number): void
  /** What is on the way becomes unknown, the rest unsent; `onDone` is called. */
  abort(): void
}

/** `onDone` is called once, when every operation of this thread has its outcome. */
export function sendLoop(input: ThreadInput, open: OpenDriver, clock: () => number, onDone: () => void): SendLoop {
  const { load, counters } = input
  const { operations, requests } = load
  const own = shareSize(requests.count, input)
  const goUs = (position: number): number => requests.goUs[requestAt(position, input)] ?? Number.POSITIVE_INFINITY

  let originUs = Number.POSITIVE_INFINITY
  /** Requests before `nextToSend` are sent; from there up to `nextDue` they are due and wait for a slot. */
  let nextToSend = 0
  let nextDue = 0
  const slots = slotTimes()
  let taken = 0
  let isDone = false
  let isExpiring = false
  let timer: NodeJS.Timeout | undefined
  let timerUs = Number.POSITIVE_INFINITY

  const now = (): number => clock() - originUs
  const driver = open({
    onOutcomes: (request, status, outcomes) => takeOutcomes(request, status, outcomes, now()),
    onLost: (request, kind) => resolve(request, kind),
    onFree: () => turn(),
  })

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

  function takeOutcomes(request: number, status: number, outcomes: readonly RecordOutcome[], answeredUs: number): void {
    taken += 1
    for (const [position, operation] of members(request).entries()) {
      const { kind, partition, offset } = outcomes[position] ?? unknown
      operations.answeredUs[operation] = answeredUs
      operations.status[operation] = status
      load.partition[operation] = partition
      load.offset[operation] = offset
      resolveOperation(operation, kind)
    }
  }

  function send(request: number, nowUs: number): void {
    const carried = members(request)
    const slotUs = slots.slotUs(requests.goUs[request] ?? 0)
    for (const operation of carried) {
      // Written down before the bytes leave: no answer can come to a send that is not recorded.
      operations.slotUs[operation] = slotUs
      operations.sentUs[operation] = nowUs
    }
    counters[counterIndex.sent] = (counters[counterIndex.sent] ?? 0) + carried.length
    driver.send(request, carried, nowUs)
  }

  /**
   * Gives up what has waited too long, once the sockets have been read: behind a standstill the answers lie in them. A turn may be called by a timer, before
   * the sockets are asked, or by one of a batch of answers that was fetched before the standstill: only between two immediates are they surely asked anew.
   */
  function expireOnceRead(nowUs: number): void {
    if (isExpiring || (driver.nextTimeoutUs ?? Number.POSITIVE_INFINITY) > nowUs) return
    isExpiring = true
    setImmediate(() => setImmediate(expire))
  }

  function expire(): void {
    isExpiring = false
    if (isDone) return
    driver.expire(now())
    turn()
  }

  /** Everything that is to be done now; then a timer for what comes next. Called by the timer and whenever a slot gets free. */
  function turn(): void {
    if (isDone || originUs === Number.POSITIVE_INFINITY) return
    const nowUs = now()
    expireOnceRead(nowUs)
    if (nowUs >= input.deadlineUs) giveUpUnsent()
    slots.turnStarts(nowUs, goUs(nextDue), driver.freeSlots)
    while (nextDue < own && goUs(nextDue) <= nowUs) nextDue += 1
    while (nextToSend < nextDue && driver.freeSlots > 0) {
      nextToSend += 1
      send(requestAt(nextToSend - 1, input), now())
    }
    slots.turnEnds(driver.freeSlots)
    if (nextToSend === own && driver.inFlight === 0) finish()
    else
      wakeAt(
        Math.min(
          goUs(nextDue),
          driver.nextTimeoutUs ?? Number.POSITIVE_INFINITY,
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
    driver.close()
    onDone()
  }

  return {
    answers: () => ({ ...driver.answers, taken }),
    start: (startUs) => {
      originUs = startUs
      turn()
    },
    abort: () => {
      if (isDone) return
      giveUpUnsent()
      driver.close()
      finish()
    },
  }
}

/** Of a record for which an answer has no outcome. */
const unknown: RecordOutcome = { kind: 'unknown', partition: -1, offset: -1 }
