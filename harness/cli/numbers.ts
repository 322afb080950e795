/** Option values that are numbers: what commander calls to parse them. Pure. */

import { InvalidArgumentError } from 'commander'

/** A parser of whole numbers in a range, both ends included; anything else is refused with the range. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  }
}

export const seedMax = 2 ** 32 - 1

/** As in a scenario. */
export const matchersMax = 64
