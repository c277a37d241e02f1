"""Makes the tree that the review is timed on: an installed package's Python, and TypeScript written by rule.

The TypeScript is generated because packages ship it compiled; it has the shapes that the checks look at (awaited
calls, effects, classes, JSX, types), a few of them broken, in a fixed order.
"""

import importlib.util
import shutil
from pathlib import Path

PYTHON_PACKAGES = ("starlette", "anyio")

CLAUDE_MD = """\
# Project: Benchmark

## Training Protocol
- **Output Style:** Learning (use TODO(human) markers)

## Architectural Standards
- Error Handling: every awaited API call sits in try/catch and throws `ApiError`
- Never swallow an error
- Never hard-code secrets
- Never build SQL from strings
- Never use `any`
- All public functions have type hints and docstrings
- No `print` and no `console.log`
- No default exports
- No wildcard imports
- Functions are at most 40 lines long
- Files are at most 400 lines long
- Functions are named in snake_case in Python and in camelCase in TypeScript
- Use `date-fns`, not `moment`
- Use `===`, never `==`

## Common Commands
- test: pytest
- lint: ruff check .
"""

SERVICE = """\
import {{ request, ApiError }} from "../lib/http";
import type {{ Item{n}, Page }} from "../lib/types";

const PAGE_SIZE_{n} = {size};

export class Service{n} {{
  private readonly cache = new Map<string, Item{n}>();

  constructor(private readonly base: string, private readonly timeoutMs = 5000) {{}}

  async list(page = 1): Promise<Page<Item{n}>> {{
    try {{
      const response = await fetch(`${{this.base}}/items{n}?page=${{page}}&size=${{PAGE_SIZE_{n}}}`);
      if (!response.ok) {{
        throw new ApiError(`list failed with ${{response.status}}`);
      }}
      return (await response.json()) as Page<Item{n}>;
    }} catch (error) {{
      throw new ApiError("could not list items", {{ cause: error }});
    }}
  }}

  async one(id: string): Promise<Item{n} | undefined> {{
    const known = this.cache.get(id);
    if (known !== undefined) {{
      return known;
    }}
    const item = await request<Item{n}>(`${{this.base}}/items{n}/${{encodeURIComponent(id)}}`, this.timeoutMs);
    this.cache.set(id, item);
    return item;
  }}

  total(items: readonly Item{n}[]): number {{
    return items.reduce((sum, item) => sum + item.price * item.count, 0);
  }}

  describe(item: {kind}): string {{
    if (item.count === 0) {{
      return "none left";
    }}
    return item.count > 10 ? "plenty" : `${{item.count}} left`;
  }}
}}
"""

COMPONENT = """\
import {{ useEffect, useMemo, useState }} from "react";
import {{ Service{n} }} from "../services/service{n}";
import type {{ Item{n} }} from "../lib/types";

interface Props {{
  readonly url: string;
  readonly title?: string;
  onPick(item: Item{n}): void;
}}

export function List{n}({{ url, title = "Items", onPick }}: Props) {{
  const [items, setItems] = useState<Item{n}[]>([]);
  const [failed, setFailed] = useState(false);
  const service = useMemo(() => new Service{n}(url), [url]);

  useEffect(() => {{
    let live = true;
    const timer = setInterval(() => void refresh(), 30_000);
    async function refresh() {{
      try {{
        const page = await service.list();
        if (live) setItems(page.items);
      }} catch (error) {{
        {handler}
      }}
    }}
    void refresh();
    return () => {{
      live = false;
      clearInterval(timer);
    }};
  }}, [service]);

  if (failed) {{
    return <p role="alert">The list could not be loaded.</p>;
  }}
  return (
    <section aria-label={{title}}>
      <h2>{{title}}</h2>
      <ul>
        {{items.map((item) => (
          <li key={{item.id}}>
            <button type="button" onClick={{() => onPick(item)}}>
              {{item.name}} ({{service.describe(item)}})
            </button>
          </li>
        ))}}
      </ul>
    </section>
  );
}}
"""


def make_tree(target: Path, lines: int) -> dict[str, int]:
    """Fills a folder with about `lines` lines, half Python and half TypeScript; returns the lines of each."""
    target.mkdir(parents=True)
    (target / "CLAUDE.md").write_text(CLAUDE_MD, encoding="utf-8")
    return {"python": _python(target / "server", lines // 2), "typescript": _typescript(target / "web", lines // 2)}


def _python(target: Path, lines: int) -> int:
    count = 0
    copy = 0
    while count < lines:
        for name in PYTHON_PACKAGES:
            spec = importlib.util.find_spec(name)
            assert spec is not None and spec.origin is not None, f"{name} is not installed"
            base = Path(spec.origin).parent
            for file in sorted(base.rglob("*.py")):
                if count >= lines:
                    return count
                to = target / f"copy{copy}" / name / file.relative_to(base)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to)
                count += to.read_text(encoding="utf-8").count("\n")
        copy += 1
    return count


def _typescript(target: Path, lines: int) -> int:
    (target / "services").mkdir(parents=True)
    (target / "components").mkdir()
    count = 0
    number = 0
    while count < lines:
        service = SERVICE.format(n=number, size=20 + number % 7, kind="any" if number % 9 == 4 else f"Item{number}")
        handler = "console.log(error);" if number % 8 == 3 else "setFailed(true);"
        component = COMPONENT.format(n=number, handler=handler)
        (target / "services" / f"service{number}.ts").write_text(service, encoding="utf-8")
        (target / "components" / f"List{number}.tsx").write_text(component, encoding="utf-8")
        count += service.count("\n") + component.count("\n")
        number += 1
    return count
