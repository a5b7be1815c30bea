/** Lines of one request; the server gives at most so many. */
export const windowLines = 500;
/** A line on the screen, in pixels; the same as --row. */
export const rowPixels = 20;
/** Lines that are drawn beyond what is seen. */
export const beyondLines = 20;
/** Browsers do not scroll further than 16 million pixels; beyond this the scroll bar is a map of the file. */
export const mostPixels = 8_000_000;
/** How long the windows stay that nobody looks at. */
export const keptMs = 60_000;
/** What is typed into the search is looked for when nothing was typed for so long. */
export const searchPauseMs = 200;
/** Hits that are shown. */
export const mostHits = 500;
/** Lines that are seen above a line that is jumped to. */
export const linesAbove = 5;
