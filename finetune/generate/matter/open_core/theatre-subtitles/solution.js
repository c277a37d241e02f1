/** Times of subtitles. */

/** @typedef {{ start: number, end: number, text: string }} Cue times in milliseconds */

export function read(stamp) {
  const [, hours, minutes, seconds, ms] = /^(\d\d):(\d\d):(\d\d),(\d{3})$/.exec(stamp).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
}

export const write = (ms) => new Date(ms).toISOString().slice(11, 23).replace(".", ",");

/**
 * The cues, moved by so many milliseconds. None begins before 0; a cue that would be over by then is dropped.
 * @param {readonly Cue[]} cues
 * @param {number} ms may be negative
 * @returns {Cue[]}
 */
export function shift(cues, ms) {
  return cues
    .map((cue) => ({ ...cue, start: Math.max(0, cue.start + ms), end: cue.end + ms }))
    .filter((cue) => cue.end > 0);
}
