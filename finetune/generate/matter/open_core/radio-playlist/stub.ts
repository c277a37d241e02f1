/** Playlists of a small radio station. */

export interface Song {
  readonly artist: string;
  readonly title: string;
}

/** The same songs in an order in which no two neighbours share an artist; null where there is none. */
export function spread(songs: readonly Song[]): Song[] | null {
  // TODO(human): find such an order, or say that there is none.
  throw new Error("spread: still to be found");
}
