// The keys.

import { useEffect, useRef } from "preact/hooks";
import type { JSX } from "preact";

const KEYS: [string, string][] = [
  ["/", "search"],
  ["← → ↑ ↓", "from element to element, when the picture has the focus"],
  ["[  ]", "to the element before or after it, in the order of reading"],
  ["Enter", "show the element"],
  ["O", "open the view that shows it more closely"],
  ["U", "up to the view above"],
  ["Shift + arrows", "move the picture"],
  ["+  −  0", "zoom in, zoom out, show all"],
  ["V", "to the views and filters"],
  ["E", "to the environments"],
  ["X", "switch the element off or on"],
  ["F", "failure simulation"],
  ["C", "compare with another environment"],
  ["N", "findings"],
  ["P", "to the picture"],
  ["Esc", "close, then leave the element"],
  ["?", "this list"],
];

export function Help({ close }: { close(): void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-label="Keys" onClose={close}>
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([key, words]) => (
          <div key={key}><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div>
        ))}
      </dl>
      <p class="quiet">
        Drag to move, wheel or two fingers to zoom, click to select, double click to go down. The address holds what is
        shown: copy it to share it.
      </p>
      <button type="button" class="primary" onClick={() => dialog.current?.close()}>Close</button>
    </dialog>
  );
}
