/** Reads the PNG files that a browser takes: eight bits for each channel, not interlaced. */

import { inflateSync } from "node:zlib";

import { PictureError } from "../errors.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly pixels: Uint8Array;
}

const SIGNATURE = "89504e470d0a1a0a";
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

interface Header {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** A picture out of the bytes of a file. */
export function readPng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes);
  if (file.subarray(0, 8).toString("hex") !== SIGNATURE) {
    throw new PictureError("these bytes are no PNG");
  }
  let header: Header | undefined;
  const data: Buffer[] = [];
  for (let at = 8; at + 8 <= file.length; ) {
    const length = file.readUInt32BE(at);
    const name = file.toString("latin1", at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (name === "IHDR") {
      header = headerOf(body);
    } else if (name === "IDAT") {
      data.push(body);
    }
    at += length + 12;
  }
  if (header === undefined) {
    throw new PictureError("this PNG has no header");
  }
  return { width: header.width, height: header.height, pixels: unfiltered(inflateSync(Buffer.concat(data)), header) };
}

function headerOf(body: Buffer): Header {
  const channels = CHANNELS[body.readUInt8(9)];
  if (body.readUInt8(8) !== 8 || channels === undefined || body.readUInt8(12) !== 0) {
    throw new PictureError("only PNG files of eight-bit colour, not interlaced, can be read");
  }
  return { width: body.readUInt32BE(0), height: body.readUInt32BE(4), channels };
}

/** Takes back what each row's filter did, and gives every pixel an opacity. */
function unfiltered(raw: Buffer, { width, height, channels }: Header): Uint8Array {
  const stride = width * channels;
  const rows = new Uint8Array(stride * height);
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (let row = 0; row < height; row += 1) {
    const start = row * stride;
    const filter = raw[row * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? (rows[start + x - channels] ?? 0) : 0;
      const above = row > 0 ? (rows[start - stride + x] ?? 0) : 0;
      const corner = row > 0 && x >= channels ? (rows[start - stride + x - channels] ?? 0) : 0;
      const value = (raw[row * (stride + 1) + 1 + x] ?? 0) + guess(filter, left, above, corner);
      rows[start + x] = value;
      pixels[(row * width + Math.floor(x / channels)) * 4 + (x % channels)] = value;
    }
  }
  return pixels;
}

/** What a filter thought that the next value would be. */
function guess(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return Math.floor((left + above) / 2);
    case 4:
      return nearest(left, above, corner);
    default:
      return 0;
  }
}

function nearest(left: number, above: number, corner: number): number {
  const slope = left + above - corner;
  const [toLeft, toAbove, toCorner] = [Math.abs(slope - left), Math.abs(slope - above), Math.abs(slope - corner)];
  if (toLeft <= toAbove && toLeft <= toCorner) {
    return left;
  }
  return toAbove <= toCorner ? above : corner;
}
