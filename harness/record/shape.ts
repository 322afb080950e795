/** Whether a value that was read as JSON has the shape of a file of ours: the first place where it has not, in words. Knows no file. */

/** `place`: where the value stands, such as `steps[0].folder`; undefined: it is as it should be. */
export type Shape = (value: unknown, place: string) => string | undefined

export const text: Shape = (value, place) => (typeof value === 'string' ? undefined : misfit(place, 'a text', value))

export const number: Shape = (value, place) => (Number.isFinite(value) ? undefined : misfit(place, 'a number', value))

export const bool: Shape = (value, place) => (typeof value === 'boolean' ? undefined : misfit(place, 'true or false', value))

export function oneOf(...texts: readonly string[]): Shape {
  return (value, place) => (texts.some((each) => each === value) ? undefined : misfit(place, `one of ${texts.join(', ')}`, value))
}

/** A field that need not be there. */
export function optional(shape: Shape): Shape {
  return (value, place) => (value === undefined ? undefined : shape(value, place))
}

export function orNull(shape: Shape): Shape {
  return (value, place) => (value === null ? undefined : shape(value, place))
}

export function listOf(shape: Shape): Shape {
  return (value, place) => {
    if (!Array.isArray(value)) return misfit(place, 'a list', value)
    return firstOf(value.entries(), ([index, each]) => shape(each, `${place}[${index}]`))
  }
}

/** Further fields may stand in it. */
export function objectOf(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return misfit(place, 'an object', value)
    const told = value as Readonly<Record<string, unknown>>
    return firstOf(Object.entries(fields), ([name, shape]) => shape(told[name], place === '' ? name : `${place}.${name}`))
  }
}

function firstOf<Each>(all: Iterable<Each>, problemOf: (each: Each) => string | undefined): string | undefined {
  for (const each of all) {
    const problem = problemOf(each)
    if (problem !== undefined) return problem
  }
  return undefined
}

const shownMax = 40

function misfit(place: string, expected: string, value: unknown): string {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value)
  return `${place === '' ? 'the whole' : place}: expected ${expected}, got ${shown.length > shownMax ? `${shown.slice(0, shownMax)}…` : shown}`
}
