/** Rows that one request brings; the server gives at most so many. */
export const pageRows = 100;
/** Pages that are fetched on their own, one after the other: 10,000 cases. */
export const mostPages = 100;
/** A row of the list in pixels; on narrow screens its two lines need more. */
export const rowPixels = 44;
export const narrowRowPixels = 68;
/** What is typed is searched for when nothing was typed for so long. */
export const searchPauseMs = 120;
