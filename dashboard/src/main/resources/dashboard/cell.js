// A value that pages follow.
import { useEffect, useState } from './ui.js';

/** Holds a value and tells its followers when it changes. */
export function cell(value) {
  const followers = new Set();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (next !== value) {
        value = next;
        [...followers].forEach((follower) => follower(next));
      }
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
  };
}

/** The value of a cell, now and whenever it changes. */
export function useCell(source) {
  const [, redraw] = useState(0);
  const drawn = source.value;
  useEffect(() => {
    const again = () => redraw((count) => count + 1);
    // It may have changed after it was drawn and before it is followed.
    if (source.value !== drawn) {
      again();
    }
    return source.follow(again);
  }, [source]);
  return drawn;
}
