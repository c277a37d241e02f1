export interface Visitor {
  readonly name: string;
  readonly needs: string;
}

export interface Helper {
  readonly name: string;
  readonly skills: readonly string[];
}
