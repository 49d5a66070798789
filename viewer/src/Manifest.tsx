// A Kubernetes object with its YAML, which is read when one first asks for it.

import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { ObjectData } from "./document";
import { useShared } from "./store";

export function Manifest({ object }: { object: ObjectData }): JSX.Element {
  const { parts, scene } = useShared();
  const { environment } = scene.graph.graph;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const name = `${object.namespace ? `${object.namespace}/` : ""}${object.name}`;

  useEffect(() => {
    if (!open) return undefined;
    let late = false;
    parts.manifests(environment).then(
      ({ lines, objects }) => late || setText((objects[object.number] ?? []).map((line) => lines[line]).join("\n")),
      (error: unknown) => late || setText(String(error)),
    );
    return () => {
      late = true;
    };
  }, [parts, environment, object.number, open]);

  return (
    <details class="manifest" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{object.kind} <code>{name}</code></summary>
      {open && (
        <pre tabIndex={0} role="region" aria-label={`YAML of ${object.kind} ${name}`} aria-busy={text === ""}>
          <code>{text}</code>
        </pre>
      )}
    </details>
  );
}
