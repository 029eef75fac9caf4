/** To be raised whenever the answer for some query changes: an older answer that was kept does not count any more. */
export const analysisRevision = 1
