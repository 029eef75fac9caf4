// Removes what an earlier build left: files that no longer exist would otherwise be published.
import { rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
