import { FilterInput } from '@grafana/ui';
import React, { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { type WriteMode } from '../viewerState/useViewerParams';

interface Props {
  value: string;
  placeholder: string;
  label: string;
  onSearch: (search: string, mode: WriteMode) => void;
}

const TYPING_PAUSE_MS = 300;
/** Marks search boxes, so that the "/" key finds the first one of the page. */
const MARK = 'data-openvcloud-search';

/** Searches when typing pauses. All of one typing is one step of the browser's history. */
export function SearchBox({ value, placeholder, label, onSearch }: Props) {
  const [draft, setDraft] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const hasPushed = useRef(false);
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });

  const send = (text: string) => {
    latest.current(text, hasPushed.current ? 'replace' : 'push');
    hasPushed.current = true;
  };

  useEffect(() => {
    if (draft === undefined || draft === value) {
      return;
    }
    const timer = setTimeout(() => send(draft), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, value]);

  useSlashKey(input);

  const keys: Record<string, () => void> = {
    Enter: () => draft !== undefined && draft !== value && send(draft),
    Escape: () => {
      setDraft(undefined);
      send('');
    },
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Typed letters are not the list's keys.
    event.stopPropagation();
    keys[event.key]?.();
  };

  return (
    <FilterInput
      {...{ [MARK]: '' }}
      ref={input}
      value={draft ?? value}
      placeholder={placeholder}
      aria-label={label}
      escapeRegex={false}
      onChange={setDraft}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (draft !== undefined && draft !== value) {
          send(draft);
        }
        setDraft(undefined);
        hasPushed.current = false;
      }}
    />
  );
}

/** "/" focuses the search of the list that has the focus, or else of the first list on the page. */
function useSlashKey(input: { readonly current: HTMLInputElement | null }) {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const box = input.current;
      if (!isSlash(event)) {
        return;
      }
      const own = document.activeElement?.closest('[data-openvcloud-list]')?.querySelector(`[${MARK}]`);
      if (box !== null && (own ?? document.querySelector(`[${MARK}]`)) === box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}

/** Alone, not held by somebody else, and not typed as text. */
function isSlash(event: globalThis.KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  return key === '/' && !event.defaultPrevented && !ctrlKey && !metaKey && !altKey && !isEditable(event.target);
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
