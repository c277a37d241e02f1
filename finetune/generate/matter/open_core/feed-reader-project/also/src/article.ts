/** One article. */
export interface Article {
  readonly id: string;
  readonly title: string;
}
