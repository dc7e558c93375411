import { useEffect, useRef } from 'react';
import { type Jumpscript } from './toJumpscript';

/**
 * Brings the source to the top of the panel when the address points at a line of it: the properties stand before it, and
 * the source's own box shows the line only where the panel shows the box.
 */
export function useSourceInView(line: number | undefined, jumpscript: Jumpscript | null) {
  const scroller = useRef<HTMLDivElement>(null);
  const source = useRef<HTMLDivElement>(null);
  const hash = jumpscript?.hash;
  useEffect(() => {
    const [box, part] = [scroller.current, source.current];
    if (line !== undefined && box !== null && part !== null) {
      box.scrollTop += part.getBoundingClientRect().top - box.getBoundingClientRect().top;
    }
  }, [line, hash]);
  return { scroller, source };
}
