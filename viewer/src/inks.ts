// Colours of pictures as variables of style, with their values in the light and in the dark theme.

const known = new Map<string, string>();
let themes: [CSSStyleDeclaration, CSSStyleDeclaration] | undefined;

/** What stands for a colour in an attribute; it follows the theme, and is light on paper. */
export function variableOf([light, dark]: readonly [light: string, dark: string]): string {
  const key = `${light} ${dark}`;
  let found = known.get(key);
  if (!found) {
    const name = `--ink-${known.size}`;
    themes ??= declared();
    themes[0].setProperty(name, light);
    themes[1].setProperty(name, dark);
    found = `var(${name})`;
    known.set(key, found);
  }
  return found;
}

function declared(): [CSSStyleDeclaration, CSSStyleDeclaration] {
  const sheet = document.styleSheets[document.styleSheets.length - 1];
  if (!sheet) throw new Error("the page has lost its style");
  const end = sheet.cssRules.length;
  sheet.insertRule(".sheet{}", end);
  sheet.insertRule("@media screen and (prefers-color-scheme: dark){.sheet{}}", end + 1);
  const [light, dark] = [sheet.cssRules[end], sheet.cssRules[end + 1]];
  const inner = dark instanceof CSSMediaRule ? dark.cssRules[0] : undefined;
  if (!(light instanceof CSSStyleRule) || !(inner instanceof CSSStyleRule)) throw new Error("no style can be added");
  return [light.style, inner.style];
}
