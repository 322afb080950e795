import { describe, expect, test } from 'vitest'
import { sideBySide } from './side-by-side.ts'

const never = new AbortController().signal
const failure = new Error('it failed')

/** A step that tells when it begins and ends only when it is told to, or with its signal. */
function heldStep<Result>(result: Result) {
  const begun = Promise.withResolvers<void>()
  const held = Promise.withResolvers<Result>()
  return {
    begun: begun.promise,
    end: () => held.resolve(result),
    fail: () => held.reject(failure),
    run(signal: AbortSignal): Promise<Result> {
      begun.resolve()
      signal.addEventListener('abort', () => held.reject(signal.reason), { once: true })
      return held.promise
    },
  }
}

function stack(log: string[]): AsyncDisposable & { readonly name: string } {
  return { name: 'stack', [Symbol.asyncDispose]: async () => void log.push('ended') }
}

/** Both, the second from the moment at which the first has begun. */
function beside<First, Second extends AsyncDisposable>(
  first: { readonly run: (signal: AbortSignal) => Promise<First> },
  second: (signal: AbortSignal) => Promise<Second>,
): Promise<readonly [First, Second]> {
  return sideBySide(
    never,
    (signal, letSecondBegin) => {
      letSecondBegin()
      return first.run(signal)
    },
    second,
  )
}

describe('two steps', () => {
  test('the second begins when the first lets it, and both results come when both are over', async () => {
    const log: string[] = []
    const [history, start] = [heldStep('plan'), heldStep(stack(log))]
    const both = beside(history, (signal) => start.run(signal))
    await start.begun
    start.end()
    history.end()
    expect(await both).toMatchObject(['plan', { name: 'stack' }])
    expect(log).toEqual([])
  })

  test('a first step that does not let it is followed by the second', async () => {
    const order: string[] = []
    await sideBySide(
      never,
      async () => {
        order.push('first begins')
        await Promise.resolve()
        order.push('first ends')
      },
      async () => {
        order.push('second')
        return stack([])
      },
    )
    expect(order).toEqual(['first begins', 'first ends', 'second'])
  })

  test('a first step that fails before is not followed by the second', async () => {
    let begun = false
    const both = sideBySide(
      never,
      () => Promise.reject(failure),
      async () => {
        begun = true
        return stack([])
      },
    )
    await expect(both).rejects.toBe(failure)
    expect(begun).toBe(false)
  })

  test('a first step that fails stops the second while it starts, and its error is told', async () => {
    const [history, start] = [heldStep('plan'), heldStep(stack([]))]
    const both = beside(history, (signal) => start.run(signal))
    await start.begun
    history.fail()
    await expect(both).rejects.toBe(failure)
  })

  test('what the second had started by then is ended', async () => {
    const log: string[] = []
    const [history, start] = [heldStep('plan'), heldStep(stack(log))]
    const both = beside(
      history,
      // It does not hear its signal any more.
      () => start.run(never),
    )
    await start.begun
    start.end()
    history.fail()
    await expect(both).rejects.toBe(failure)
    expect(log).toEqual(['ended'])
  })

  test('a second step that fails stops the first', async () => {
    const [history, start] = [heldStep('plan'), heldStep(stack([]))]
    const both = beside(history, (signal) => start.run(signal))
    await start.begun
    start.fail()
    await expect(both).rejects.toBe(failure)
  })

  test('an interruption stops both, for its reason', async () => {
    const controller = new AbortController()
    const [history, start] = [heldStep('plan'), heldStep(stack([]))]
    const both = sideBySide(
      controller.signal,
      (signal, letSecondBegin) => {
        letSecondBegin()
        return history.run(signal)
      },
      (signal) => start.run(signal),
    )
    await start.begun
    controller.abort(failure)
    await expect(both).rejects.toBe(failure)
  })
})
