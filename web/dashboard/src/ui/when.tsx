import { useEffect, useState } from 'react';
import { localTime, relativeTime, utcTime } from './time';

/** How long ago something was; its time in the viewer's zone and in UTC on hover. */
export function When({ at }: { at: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={`${localTime(at)} · ${utcTime(at)}`}>
      {relativeTime(at, now)}
    </time>
  );
}
