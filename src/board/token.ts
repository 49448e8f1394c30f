import { useState } from 'preact/hooks';

const key = 'token';

/** The `authorization` header of whoever uses this tab; null where no token was given. It goes when the tab goes. */
export function readToken(): string | null {
  return sessionStorage.getItem(key);
}

/** The header's value, and what takes another token, with or without `Bearer`; an empty one is none. */
export function useToken(): [string | null, (token: string) => void] {
  const [header, setHeader] = useState(readToken);
  return [
    header,
    (token) => {
      const value = token.trim().replace(/^Bearer\s+/i, '');
      if (value === '') sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, `Bearer ${value}`);
      setHeader(readToken());
    },
  ];
}
