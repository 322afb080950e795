/** The place of each of many different contents, made ready when the first one is asked for: of a run that went well, never. */

import type { ContentIndex } from '../model/comparison.ts'
import { TextIndex } from './text-index.ts'

export class LateContentIndex implements ContentIndex {
  readonly #contents: readonly string[]
  #index: TextIndex | undefined

  constructor(contents: readonly string[]) {
    this.#contents = contents
  }

  get(content: string): number | undefined {
    return this.#made().get(content)
  }

  has(content: string): boolean {
    return this.#made().has(content)
  }

  #made(): TextIndex {
    if (this.#index !== undefined) return this.#index
    const index = new TextIndex()
    for (const content of this.#contents) index.idOf(content)
    return (this.#index = index)
  }
}
