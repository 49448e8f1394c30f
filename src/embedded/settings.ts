/** PostgreSQL's settings, by name. */
export type Settings = Readonly<Record<string, string>>;

/**
 * For a trial machine, fully durable (PostgreSQL's own defaults for `fsync` and `synchronous_commit` stand). No
 * network port. The log tells what failed, but neither statements, parameters nor the key of a refused row, since
 * those may hold personal data.
 */
export const DEFAULT_SETTINGS: Settings = {
  listen_addresses: '',
  max_connections: '100',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

/** The settings as arguments of `postgres`; they win over postgresql.conf. */
export function toArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
