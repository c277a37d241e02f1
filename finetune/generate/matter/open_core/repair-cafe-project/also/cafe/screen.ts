/** One line for the screen at the door. */
export const line = (visitor: string, helper: string | null): string =>
  helper === null ? `${visitor}: please wait` : `${visitor}: go to ${helper}`;
