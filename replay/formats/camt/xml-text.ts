/** Bytes of an XML file to text, and positions in that text back to bytes. Knows how an encoding is told, nothing else of XML. */

import { isAscii } from 'node:buffer'
import { HarnessError } from '../../../harness/model/errors.ts'
import { hasUtf8Mark, utf16Of } from '../text-encoding.ts'

/** Encodings in which bytes below 128 are ASCII wherever they stand: text of such bytes alone needs no decoder. */
const asciiCompatible: ReadonlySet<string> = new Set(['utf-8', 'windows-1252'])

/** A declaration ends within so many bytes. */
const headBytes = 200

/** Fails with BAD_INPUT on bytes that do not fit the encoding that the file declares, or on an encoding that nobody knows. */
export class XmlText {
  readonly #file: string
  /** What the file begins with, until it is enough to tell the encoding: whoever writes to a pipe may send single bytes. */
  #head = Buffer.alloc(0)
  #decoder: TextDecoder | undefined
  /** As the file has it. */
  #label = ''
  #isCompatible = false
  /** Whether a character may have begun in the last chunk and not ended. */
  #isInside = false
  #isAscii = true
  #isMislabelled = false
  #bytesSeen = 0
  #markBytes = 0
  readonly #offsets = new Utf8Offsets()
  /** Undefined for UTF-8, whose characters have to be counted. */
  #bytesPerChar: number | undefined

  constructor(file: string) {
    this.#file = file
  }

  get isEmpty(): boolean {
    return this.#decoder === undefined && this.#head.length === 0
  }

  /** The encoding that the text was in: its name, or `ascii` where nothing else was seen. */
  get encoding(): string {
    if (this.#isAscii || this.#decoder === undefined) return 'ascii'
    const { encoding } = this.#decoder
    if (encoding === 'utf-8') return this.#markBytes === 3 ? 'utf-8-bom' : encoding
    // The decoder takes ISO 8859-1 for windows-1252, as browsers do.
    return encoding === 'windows-1252' && this.#label !== encoding ? 'iso-8859-1' : encoding
  }

  /** Whether the file says that it is UTF-16, and its bytes are not: whoever can read that sentence has read it as UTF-8. */
  get isMislabelled(): boolean {
    return this.#isMislabelled
  }

  text(chunk: Uint8Array): string {
    if (this.#decoder !== undefined) return this.#read(this.#decoder, chunk)
    this.#head = Buffer.concat([this.#head, chunk])
    return this.#head.length < headBytes && !this.#head.includes('>') ? '' : this.#begin()
  }

  #begin(): string {
    const head = this.#head
    this.#decoder = this.#decoderOf(head)
    return this.#read(this.#decoder, head)
  }

  #read(decoder: TextDecoder, chunk: Uint8Array): string {
    this.#bytesSeen += chunk.byteLength
    const isPlain = isAscii(chunk)
    this.#isAscii &&= isPlain
    if (isPlain && this.#isCompatible && !this.#isInside) {
      const plain = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
      this.#offsets.add(plain, true)
      return plain
    }
    this.#isInside = (chunk.at(-1) ?? 0) >= 0x80
    return this.#decoded(decoder, chunk)
  }

  /** What is left when the last chunk has been read. */
  end(): string {
    if (this.isEmpty) return ''
    const begun = this.#decoder === undefined ? this.#begin() : ''
    return begun + (this.#decoder === undefined ? '' : this.#decoded(this.#decoder, undefined))
  }

  /** The byte that a position in characters stands for. Exact for UTF-8, UTF-16 and encodings of one byte a character. */
  byteOf(position: number): number {
    return this.#markBytes + (this.#bytesPerChar === undefined ? this.#offsets.at(position) : position * this.#bytesPerChar)
  }

  #decoderOf(chunk: Uint8Array): TextDecoder {
    const wide = utf16Of(chunk)
    if (wide !== undefined) {
      this.#bytesPerChar = 2
      if (chunk[0] !== 0 && chunk[1] !== 0) this.#markBytes = 2
      return new TextDecoder(wide, { fatal: true })
    }
    const isMarked = hasUtf8Mark(chunk)
    // The decoder does not see every chunk: the first that it sees may begin with what only looks like a mark.
    const options = { fatal: true, ignoreBOM: !isMarked }
    if (isMarked) this.#markBytes = 3
    const head = Buffer.from(chunk.subarray(0, headBytes)).toString('latin1')
    const label = /^[^>]*encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
    try {
      let decoder = new TextDecoder(label, options)
      if (decoder.encoding.startsWith('utf-16')) {
        this.#isMislabelled = true
        decoder = new TextDecoder('utf-8', options)
      }
      this.#label = label
      if (decoder.encoding !== 'utf-8') this.#bytesPerChar = 1
      this.#isCompatible = asciiCompatible.has(decoder.encoding)
      return decoder
    } catch (cause) {
      throw new HarnessError('BAD_INPUT', `${this.#file}: line 1: encoding ${label} is not known`, {
        hint: 'save the file as UTF-8',
        cause,
      })
    }
  }

  #decoded(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
    try {
      const text = chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
      if (this.#bytesPerChar === undefined) this.#offsets.add(text, false)
      return text
    } catch (cause) {
      throw new HarnessError('BAD_INPUT', `${this.#file}: bytes up to ${this.#bytesSeen} do not fit the encoding that the file declares`, {
        hint: 'expected UTF-8 unless the first line names another encoding',
        cause,
      })
    }
  }
}

/** An element's `<` may stand in an earlier chunk than the end of its name: so much text is kept. */
const lookBackChars = 1_024

/** The byte that a position in characters stands for, in the chunk at hand or shortly before it. */
class Utf8Offsets {
  /** The file begins with so many characters of one byte each: up to there nothing needs counting. */
  #plainChars = 0
  #text: string | undefined
  #firstPosition = 0
  #firstByte = 0
  #askedPosition = 0
  #askedByte = 0

  add(text: string, isPlain: boolean): void {
    if (this.#text === undefined) {
      if (isPlain) {
        this.#plainChars += text.length
        return
      }
      this.#firstPosition = this.#plainChars
      this.#firstByte = this.#plainChars
      this.#text = ''
    }
    // A pair of surrogates counts its bytes together: never cut between the two.
    let cut = Math.max(0, this.#text.length - lookBackChars)
    if (cut > 0 && isLowSurrogate(this.#text.charCodeAt(cut))) cut--
    this.#firstByte += Buffer.byteLength(this.#text.slice(0, cut))
    this.#firstPosition += cut
    this.#text = this.#text.slice(cut) + text
  }

  /** Counts on from the last answer where it can, so that asking often costs no more than reading the text once. */
  at(position: number): number {
    if (position <= this.#plainChars) return position
    if (this.#text === undefined) return this.#plainChars
    const behind = position < this.#askedPosition || this.#askedPosition < this.#firstPosition
    const [fromPosition, fromByte] = behind ? [this.#firstPosition, this.#firstByte] : [this.#askedPosition, this.#askedByte]
    const text = this.#text.slice(fromPosition - this.#firstPosition, Math.max(0, position - this.#firstPosition))
    this.#askedPosition = Math.max(position, fromPosition)
    this.#askedByte = fromByte + Buffer.byteLength(text)
    return this.#askedByte
  }
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
