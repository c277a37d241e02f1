/** Playlists of a small radio station. */

export interface Song {
  readonly artist: string;
  readonly title: string;
}

/** The same songs in an order in which no two neighbours share an artist; null where there is none. */
export function spread(songs: readonly Song[]): Song[] | null {
  const byArtist = Map.groupBy(songs, (song) => song.artist);
  const sorted = [...byArtist.values()].sort((a, b) => b.length - a.length).flat();
  if ((sorted.length && byArtist.get(sorted[0]!.artist)!.length) > Math.ceil(songs.length / 2)) return null;
  const found: Song[] = [];
  sorted.forEach((song, index) => {
    const evens = Math.ceil(songs.length / 2);
    found[index < evens ? 2 * index : 2 * (index - evens) + 1] = song;
  });
  return found;
}
