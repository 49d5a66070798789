// The lines of the model that declare something; of what was read from manifests there are none, as objects show theirs.

import { useEffect, useState } from "preact/hooks";
import type { JSX } from "preact";
import type { Sources } from "./document";
import { useShared } from "./store";

export function Excerpt({ place }: { place: string }): JSX.Element | null {
  const { parts } = useShared();
  const [sources, setSources] = useState<Sources | null>(null);
  useEffect(() => {
    let late = false;
    parts.sources().then((found) => late || setSources(found), () => late || setSources(null));
    return () => {
      late = true;
    };
  }, [parts]);

  const found = sources?.excerpts[place];
  if (!sources || !found) return null;
  const lines = withoutMargin(found.lines.map((number) => sources.lines[number] ?? ""));
  return (
    <div class="excerpt">
      <pre tabIndex={0} role="region" aria-label={`Lines of ${place}`}>
        <code>
          {lines.map((line, at) => (
            <span class="row" key={at}><span class="number" aria-hidden="true">{found.line + at}</span><span>{line}{"\n"}</span></span>
          ))}
        </code>
      </pre>
      {found.more > 0 && <p class="quiet">{found.more} more {found.more === 1 ? "line" : "lines"} in the file.</p>}
    </div>
  );
}

/** Lines without the blanks that all of them begin with. */
function withoutMargin(lines: string[]): string[] {
  const margins = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(margin));
}
