/** Whether statements of one account follow each other: each opens with what another closed with. Keeps balances and days, not entries. */

import { ownText } from '../own-text.ts'
import { keyDigest } from './statement-keys.ts'

export interface EndOfStatement {
  /** `YYYY-MM-DD`; empty where it is not said. */
  readonly day: string
  readonly minor: bigint
  /** Says of itself that it is between two pages of a statement. */
  readonly isInterim: boolean
}

export interface StatementLink {
  /** As its reader calls it. */
  readonly file: string
  /** In its file, from 1. */
  readonly number: number
  readonly account: string
  readonly currency: string
  readonly opening: EndOfStatement | undefined
  readonly closing: EndOfStatement | undefined
}

export interface ChainNote {
  readonly file: string
  readonly note: string
}

/** Statements that are followed: more than the days of any account. */
const linksMax = 50_000

export class StatementChain {
  readonly #accounts = new Map<string, StatementLink[]>()
  #count = 0

  add(link: StatementLink): void {
    if ((link.opening === undefined && link.closing === undefined) || this.#count > linksMax) return
    if (++this.#count > linksMax) return this.#accounts.clear()
    const { file, account, currency } = link
    // Of two files that name no account nobody knows whether it is the same.
    const key = keyDigest(account === '' ? file : '', account, currency)
    const own = { ...link, account: '', currency: '', opening: ownEnd(link.opening), closing: ownEnd(link.closing) }
    const links = this.#accounts.get(key)
    if (links === undefined) this.#accounts.set(key, [own])
    else links.push(own)
  }

  /** One for each file and kind of gap. Nothing is told of more statements than are followed: the one that is missed may be any. */
  notes(): ChainNote[] {
    const found = [...this.#accounts.values()].map(gapsOf)
    const before = found.flatMap((gaps) => gaps.before)
    const behind = found.flatMap((gaps) => gaps.behind)
    return [
      ...notesOf(before, 'open with a balance that no statement read before closed with: what lies between them is missing'),
      ...notesOf(behind, 'end on a page that is not the last (:62M:), and no other goes on from there: the rest is missing'),
    ]
  }
}

interface Gaps {
  readonly before: readonly StatementLink[]
  readonly behind: readonly StatementLink[]
}

/** Of the statements of one account, in any order. Nothing can be known of what lies before the earliest. */
function gapsOf(links: readonly StatementLink[]): Gaps {
  const openings = new Set(links.map(({ opening }) => opening?.minor))
  const closings = new Set(links.map(({ closing }) => closing?.minor))
  const earliestDay = links.reduce((day, link) => (dayOf(link) < day ? dayOf(link) : day), lastDay)
  const unmatched = links.filter(({ opening }) => opening !== undefined && !closings.has(opening.minor))
  const isInside = insideAny(links)
  const first = unmatched.find((link) => dayOf(link) === earliestDay)
  return {
    // What opens like the earliest is the same once more, or of a program that begins each file with the same balance.
    before: unmatched.filter(
      (link) => link.opening?.isInterim === true || (link.opening?.minor !== first?.opening?.minor && !isInside(link)),
    ),
    behind: links.filter(({ closing }) => closing?.isInterim === true && !openings.has(closing.minor)),
  }
}

const lastDay = '9999-12-31'

function dayOf({ opening, closing }: StatementLink): string {
  return opening?.day ?? closing?.day ?? ''
}

/** Tells of a day's statement that lies inside of a month's: it begins where that has no balance. */
function insideAny(links: readonly StatementLink[]): (link: StatementLink) => boolean {
  const spans = links.flatMap(({ opening, closing }) => (opening && closing ? [{ from: opening.day, to: closing.day }] : []))
  spans.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  // Of those that begin no later, how far the longest goes.
  let latest = ''
  const reach = spans.map(({ to }) => (latest = to > latest ? to : latest))
  return ({ opening, closing }) => {
    if (opening === undefined || closing === undefined) return false
    let [low, high] = [0, spans.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((spans[middle]?.from ?? '') < opening.day) low = middle + 1
      else high = middle
    }
    return (reach[low - 1] ?? '') > closing.day
  }
}

function notesOf(links: readonly StatementLink[], what: string): ChainNote[] {
  return [...Map.groupBy(links, ({ file }) => file)].map(([file, gaps]) => ({
    file,
    note: `${gaps.length} statements (the first: statement ${gaps[0]?.number}) ${what}`,
  }))
}

function ownEnd(end: EndOfStatement | undefined): EndOfStatement | undefined {
  return end && { ...end, day: ownText(end.day) }
}
