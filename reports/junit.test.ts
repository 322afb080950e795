import * as fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { blackFridayPass, correctnessFailure, emptyRun, hostileSample, invalidRun, samples } from '../tests/support/sample-summary.ts'
import { junitXml } from './junit.ts'
import { escapeXml } from './xml.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** The root element; throws where the text is not well-formed XML. */
function parse(xml: string): Element {
  const parser = new SaxesParser()
  const open: Element[] = [{ name: '', attributes: {}, children: [], text: '' }]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes }, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    const top = open.at(-1)
    if (top !== undefined) top.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  const root = open[0]?.children[0]
  if (root === undefined) throw new Error('no root element')
  return root
}

function casesOf(xml: string): Element[] {
  return parse(xml).children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'))
}

function outcomeOf(xml: string, name: string): Element | 'passed' | undefined {
  const found = casesOf(xml).find(({ attributes }) => attributes['name'] === name)
  return found === undefined ? undefined : (found.children[0] ?? 'passed')
}

describe.each(Object.entries(samples))('%s', (_name, make) => {
  const { run, summary } = make()
  const root = parse(junitXml(run, summary))

  test('counts what it holds', () => {
    for (const suite of root.children) {
      const cases = suite.children.filter(({ name }) => name === 'testcase')
      const count = (kind: string): string => `${cases.filter(({ children }) => children[0]?.name === kind).length}`
      const { tests, failures, errors, skipped } = suite.attributes
      expect({ tests, failures, errors, skipped }).toEqual({
        tests: `${cases.length}`,
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      })
    }
    const sum = (name: string): number => root.children.reduce((total, { attributes }) => total + Number(attributes[name]), 0)
    expect([root.attributes['tests'], root.attributes['failures'], root.attributes['errors']].map(Number)).toEqual([
      sum('tests'),
      sum('failures'),
      sum('errors'),
    ])
  })

  test('fails exactly when the exit status is not 0', () => {
    const bad = Number(root.attributes['failures']) + Number(root.attributes['errors'])
    expect(bad > 0).toBe(summary.verdict.exitStatus !== 0)
  })

  test('has only elements and attributes that the common schema knows', () => {
    const allowed: Readonly<Record<string, readonly string[]>> = {
      testsuites: ['name', 'tests', 'failures', 'errors', 'time'],
      testsuite: ['name', 'id', 'package', 'hostname', 'tests', 'failures', 'errors', 'skipped', 'time', 'timestamp'],
      properties: [],
      property: ['name', 'value'],
      testcase: ['name', 'classname', 'time'],
      failure: ['message', 'type'],
      error: ['message', 'type'],
      skipped: ['message'],
    }
    const check = ({ name, attributes, children }: Element): void => {
      expect(Object.keys(allowed)).toContain(name)
      expect(Object.keys(attributes).filter((attribute) => !(allowed[name] ?? []).includes(attribute))).toEqual([])
      children.forEach(check)
    }
    check(root)
  })
})

test('a class without a chance is skipped as unknown, with what a chance would have been', () => {
  const { run, summary } = blackFridayPass()
  const outcome = outcomeOf(junitXml(run, summary), 'aborted-read')
  expect(outcome).toMatchObject({ name: 'skipped', attributes: { message: expect.stringContaining('a transaction that was rolled back') } })
})

test('a failure tells records, amounts and values; thresholds are void', () => {
  const { run, summary } = correctnessFailure()
  const xml = junitXml(run, summary)
  expect(outcomeOf(xml, 'lost-record')).toMatchObject({
    name: 'failure',
    attributes: { message: expect.stringContaining('12 anomalies') },
    text: expect.stringContaining(
      'txn_1NXq8k charge: expected a record in the final state: accepted with 202 at 38.214 s, actual absent, at risk USD 129.90',
    ),
  })
  expect(outcomeOf(xml, 'decision_latency{phase:surge} p(99)<180')).toMatchObject({ name: 'skipped' })
  expect(outcomeOf(xml, 'mispairing')).toBe('passed')
})

test('of two steps at one time, the time counts once', () => {
  const { run, summary } = blackFridayPass()
  const seconds = (step: string, start: number, end: number) => ({ step, startUs: start * 1e6, endUs: end * 1e6 })
  const timeline = [seconds('history', -30, -10), seconds('stack', -29, -18), seconds('load', 0, 40)]
  expect(parse(junitXml({ ...run, timeline }, summary)).attributes['time']).toBe('60.000')
})

test('a run that proves nothing is an error, not a failure', () => {
  for (const { run, summary } of [invalidRun(), emptyRun()])
    expect(outcomeOf(junitXml(run, summary), 'verdict')).toMatchObject({ name: 'error' })
})

test('whatever a text holds, the XML is well-formed and says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (hostile) => {
      const { run, summary } = hostileSample(hostile)
      expect(parse(junitXml(run, summary)).name).toBe('testsuites')
    }),
    { numRuns: 50 },
  )
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => parse(`<a b="${escapeXml(text)}"/>`).attributes['b'] === text))
})
