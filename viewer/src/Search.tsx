// The search field with its list of hits.

import { useId, useMemo, useState } from "preact/hooks";
import type { JSX, RefObject, TargetedKeyboardEvent } from "preact";
import { Icon } from "./icons";
import { SearchIndex } from "./search";
import type { Hit } from "./search";
import { useShared } from "./store";

export function Search({ field, choose }: { field: RefObject<HTMLInputElement | null>; choose(hit: Hit): void }): JSX.Element {
  const { index, scene } = useShared();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useId();
  const search = useMemo(() => new SearchIndex(index, scene.graph), [index, scene.graph]);
  const hits = useMemo(() => search.find(text), [search, text]);
  const take = (hit: Hit | undefined): void => {
    if (!hit) return;
    setText("");
    field.current?.blur();
    choose(hit);
  };
  const keys = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : undefined;
    if (step !== undefined && hits.length > 0) setAt((at + step + hits.length) % hits.length);
    else if (event.key === "Enter") take(hits[at]);
    else if (event.key === "Escape") {
      setText("");
      event.currentTarget.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const open = text.trim() !== "";
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="Search elements, ports, images and views"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && hits.length > 0 ? `${list}-${at}` : undefined}
        placeholder="Search  /"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
        onBlur={() => setText("")}
      />
      <ul id={list} role="listbox" aria-label="Hits" class="hits" hidden={!open}>
        {hits.map((hit, number) => (
          <li
            key={`${hit.kind} ${hit.id}`}
            id={`${list}-${number}`}
            role="option"
            aria-selected={number === at}
            onMouseDown={(event) => {
              event.preventDefault();
              take(hit);
            }}
          >
            <span class="hit-title">{hit.title}</span>
            <code>{hit.id}</code>
            <span class="quiet">{hit.detail}</span>
          </li>
        ))}
        {open && hits.length === 0 && <li role="option" aria-selected="false" aria-disabled="true" class="quiet">Nothing is called so</li>}
      </ul>
    </div>
  );
}
