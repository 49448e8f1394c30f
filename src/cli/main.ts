#!/usr/bin/env node
import { runCommandLine } from './commandLine.ts';
import { processTerminal } from './terminal.ts';

// The entry of `dfdg`.

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
