import { readConfig } from '../server/config.ts';
import { exitCodes, runVerify } from './run.ts';

// The entry of `npm run verify`: exit status 0 where all is equal, 1 where something differs, 2 where that is unknown.

try {
  process.exitCode = await runVerify(readConfig(process.env), (line) => {
    console.log(line);
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = exitCodes.impossible;
}
