"""Text that becomes HTML without being escaped or cleaned."""

import re
from collections.abc import Iterator

from ast_grep_py import SgNode

from teaching.patterns import lazily
from teaching.review.catalogue.security.flow import Flow, returned
from teaching.review.catalogue.security.names import callee, option, positional, tail
from teaching.review.entry import Entry, Example, Fact, Params, Syntax, Words
from teaching.review.prose import Phrase, forbids
from teaching.review.source import ALL, SourceFile, end_line, start_line

# What these return is escaped or cleaned: sanitizers, escapers, highlighters, renderers of components and formulas.
_CLEANERS = lazily(
    r"saniti[sz]e|purif|escape|encode|clean|strip_?tags|\bxss\b|bleach|trusted|highlight|codeToHtml|renderTo(?:String"
    r"|StaticMarkup)|render_to_string|html_params|htmlspecialchars|createTextNode|format_html|^Markup$|mark_safe|\bt$"
    r"|\bgettext$|^_$|^as_(?:ul|p|table|div)$|^(?:url_for|get_url|get_absolute_url)$",
    re.IGNORECASE,
)
# Engines that escape what they are given; one for Markdown passes HTML through.
_RENDERERS = lazily(r"(?:templates?|renderer|nodelist|env|environment)$", re.IGNORECASE)
_MARKDOWN = lazily(r"markdown|(?:^|[._])md|marked", re.IGNORECASE)
_BUILT_KINDS = frozenset({"string", "concatenated_string", "binary_operator", "parenthesized_expression"})
_TAGGED = frozenset({"html", "svg", "safeHtml", "css"})
_PROPERTIES = frozenset({"innerHTML", "outerHTML", "srcdoc"})
_WRITERS = lazily(r"(?:^|\.)(?:document|ownerDocument|contentDocument|contentWindow\.document)\??\.write(?:ln)?$")
_TAKING_HTML = frozenset({"bypassSecurityTrustHtml", "createContextualFragment", "setHTMLUnsafe"})
_NOT_HTML = frozenset({"style", "styleEl", "styleElement", "styleTag", "sheet", "script"})
_MARKUP = frozenset(
    {
        "markupsafe.Markup", "flask.Markup", "jinja2.Markup", "django.utils.safestring.mark_safe",
        "django.utils.safestring.SafeString", "flask.render_template_string", "quart.render_template_string",
    }
)  # fmt: skip
# It escapes its values, so that only a text put together on the spot brings in what it does not see.
_ESCAPING = "django.utils.html.format_html"


def _memoised(call: SgNode) -> SgNode | None:
    """What `useMemo(() => …)` gives back, where that stands there as one expression."""
    function, given = callee(call), positional(call)
    if function is None or tail(function.text()) not in {"useMemo", "computed", "createMemo"} or not given:
        return None
    body = given[0].field("body")
    if body is not None and body.kind() == "statement_block":
        values = list(returned(body))
        return values[0] if len(values) == 1 else None
    return body


def _is_clean(node: SgNode) -> bool:
    if node.kind() in {"member_expression", "attribute"}:
        return tail(node.text()) in _PROPERTIES or "sanitiz" in node.text().lower()
    remembered = _memoised(node) if node.kind() == "call_expression" else None
    if remembered is not None:
        return _is_clean(remembered)
    if node.kind() not in {"call", "call_expression"}:
        return False
    function = callee(node)
    if function is None:
        return False
    name = tail("".join(function.text().split()))
    owner = function.field("object")
    if name == "render" and owner is not None:
        return _RENDERERS.search(owner.text()) is not None and _MARKDOWN.search(owner.text()) is None
    if name == "reverse":
        return owner is None  # Django's address of a page; with an owner it turns a list around
    return _CLEANERS.search(name) is not None or function.text() in _TAGGED or name == "html_safe"


def unsafe_html(source: SourceFile, _: Params) -> Iterator[Fact]:
    """Places where a value that is neither constant nor cleaned is taken as HTML."""
    flow = Flow(source, _is_clean)
    if source.language == "python":
        yield from _python_markup(source, flow)
        return
    yield from _jsx_html(source, flow)
    yield from _dom_properties(source, flow)
    yield from _dom_calls(source, flow)


def _shortened(node: SgNode) -> str:
    text = " ".join(node.text().split())
    return text if len(text) <= 40 else text[:39] + "…"


def _judged(node: SgNode, value: SgNode, way: str, flow: Flow) -> Iterator[Fact]:
    dynamic = flow.parts(value).dynamic
    if dynamic and not _is_cleaned_here(dynamic[0], flow):
        told = value if value.kind() == "identifier" else dynamic[0]
        text = f"`{way}` takes `{_shortened(told)}` as HTML, neither escaped nor cleaned."
        yield Fact(start_line(node), end_line(node), text)


def _is_cleaned_here(node: SgNode, flow: Flow) -> bool:
    """Whether the value comes from a function of this file that cleans it."""
    if node.kind() not in {"call", "call_expression"}:
        return False
    function = callee(node)
    if function is None:
        return False
    for defined in flow.source.nodes("function_definition", "function_declaration", "variable_declarator"):
        name = defined.field("name")
        if name is not None and name.text() == function.text():
            return re.search(r"saniti[sz]|purif|escape", defined.text(), re.IGNORECASE) is not None
    return False


def _python_markup(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    for call in source.nodes("call"):
        function = callee(call)
        if function is None or function.kind() not in {"identifier", "attribute"}:
            continue
        name = flow.names.called(call)
        given = positional(call)
        if name in _MARKUP and given:
            yield from _judged(call, given[0], tail(name), flow)
        elif name == _ESCAPING and given and given[0].kind() in _BUILT_KINDS:
            yield from _judged(call, given[0], tail(name), flow)


def _jsx_html(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    for attribute in source.nodes("jsx_attribute"):
        if not attribute.text().startswith("dangerouslySetInnerHTML"):
            continue
        element = attribute.parent()
        name = element.field("name") if element is not None else None
        tag = name.text() if name is not None else ""
        expression = next((c for c in attribute.children() if c.kind() == "jsx_expression"), None)
        value = next((c for c in expression.children() if c.is_named()), None) if expression is not None else None
        if value is None or tag == "style":
            continue
        inner = option(value, "__html") if value.kind() == "object" else value
        if inner is None or (tag == "script" and "JSON.stringify" in inner.text()):
            continue  # data for search engines, in no place where it is HTML
        yield from _judged(attribute, inner, "dangerouslySetInnerHTML", flow)


def _dom_properties(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    for node in source.nodes("assignment_expression", "augmented_assignment_expression"):
        target, value = node.field("left"), node.field("right")
        if target is None or value is None or target.kind() != "member_expression":
            continue
        name, owner = target.field("property"), target.field("object")
        if name is None or owner is None or name.text() not in _PROPERTIES or tail(owner.text()) in _NOT_HTML:
            continue
        yield from _judged(node, value, name.text(), flow)


def _dom_calls(source: SourceFile, flow: Flow) -> Iterator[Fact]:
    for call in source.nodes("call_expression"):
        function = callee(call)
        if function is None or function.kind() != "member_expression":
            continue
        text = "".join(function.text().split())
        given = positional(call)
        if tail(text) == "insertAdjacentHTML" and len(given) == 2:
            yield from _judged(call, given[1], "insertAdjacentHTML", flow)
        elif (_WRITERS.search(text) or tail(text) in _TAKING_HTML or _is_jquery_html(text)) and given:
            yield from _judged(call, given[0], tail(text), flow)


def _is_jquery_html(text: str) -> bool:
    return tail(text) == "html" and re.match(r"(?:\$|jQuery)\(", text) is not None


_RAW = (
    r"(?:`?dangerouslysetinnerhtml`?|`?(?:\w*\.)?innerhtml`?|`?outerhtml`?|`?insertadjacenthtml`?|`?document\.write`?)"
)

NO_UNSAFE_HTML = Entry(
    name="no-unsafe-html",
    title="text that becomes HTML without being escaped or cleaned",
    languages=ALL,
    engines=(Syntax(unsafe_html),),
    cwe=(79,),
    baseline="Text from users never becomes HTML.",
    severity="must",
    # Tests set up pages of their own.
    skip_tests=True,
    cues=("html", "xss", "document.write", "mark_safe"),
    phrases=(
        *forbids(_RAW),
        *forbids(r"`?mark_safe`?"),
        Phrase(rf"{_RAW}{{GAP}}\b(?:only|unless)\b{{GAP}}\b(?:sanitiz|sanitis|dompurify)"),
        Phrase(r"\b{MUST}\b{GAP}\b(?:sanitiz|sanitis|escap)\w*{GAP}\bhtml\b"),
        Phrase(r"^(?:sanitiz|sanitis|escap)e\b{GAP}\bhtml\b"),
        Phrase(r"\bhtml\b{GAP}\b{MUST}\b{GAP}\b(?:sanitiz|sanitis|escap)ed\b"),
        Phrase(r"\b(?:prevent|no|avoid|against)\b{GAP}\b(?:xss|cross[- ]site scripting)\b"),
        Phrase(r"\buser (?:input|text|content)\b{GAP}\b(?:never|not)\b{GAP}\b(?:raw )?html\b"),
    ),
    reads=(
        ("Never use dangerouslySetInnerHTML.", {}),
        ("No `innerHTML` with user input", {}),
        ("Avoid `dangerouslySetInnerHTML` unless the content is sanitized with DOMPurify", {}),
        ("Always sanitize user-provided HTML.", {}),
        ("Prevent XSS: escape everything that users typed", {}),
    ),
    ignores=(
        "HTML templates live in `templates/`.",
        "Use semantic HTML elements.",
        "No inline styles in HTML.",
        "The report is written as HTML.",
        "Use `textContent` to read labels.",
    ),
    words=Words(
        why="A browser runs whatever a page contains: a comment with a script in it, shown as HTML, acts with the "
        "rights "
        "of everyone who opens the page.",
        question="What would a visitor's browser do if this text contained a script tag or an image with an error "
        "handler?",
        hint="Find out which way of showing this value treats it as text, and which step could clean it if it must "
        "stay HTML.",
    ),
    examples=(
        Example("tsx", "const A = (p: P) => <div dangerouslySetInnerHTML={{ __html: p.body }} />;\n", (1,)),
        Example("javascript", "el.innerHTML = `<p>${name}</p>`;\n", (1,)),
        Example("typescript", 'list.insertAdjacentHTML("beforeend", "<li>" + item.title + "</li>");\n', (1,)),
        Example("typescript", "document.write(location.hash);\nel.outerHTML += user.name;\n", (1, 2)),
        Example(
            "javascript",
            "el.innerHTML = items.map((i) => {\n  return `<li>${i.name}</li>`;\n}).join('');\n",
            (1,),
        ),
        Example(
            "tsx", "const A = (p: P) => <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(p.body) }} />;\n"
        ),
        Example(
            "tsx",
            "const A = (p: P) => {\n  const clean = DOMPurify.sanitize(p.body);\n"
            "  return <div dangerouslySetInnerHTML={{ __html: clean }} />;\n};\n",
        ),
        Example(
            "tsx",
            "const A = (p: P) => {\n  const safe = useMemo(() => {\n    return sanitizeHtml(p.body);\n  }, [p.body]);\n"
            "  const raw = useMemo(() => render(p.body), [p.body]);\n"
            "  return <div dangerouslySetInnerHTML={{ __html: safe }} title={raw} />;\n};\n",
        ),
        Example(
            "javascript",
            "frame.contentDocument.write('<p>' + note);\nframe.srcdoc = note;\n$('#list').html(`<li>${note}</li>`);\n"
            "range.createContextualFragment(note);\nstream.write('<p>' + note);\ncheerio.html(note);\n",
            (1, 2, 3, 4),
        ),
        Example("javascript", 'el.innerHTML = "";\nel.innerHTML = "<b>done</b>";\nel.textContent = name;\n'),
        Example("javascript", "el.innerHTML = `<p>${escapeHtml(name)} (${items.length})</p>`;\n"),
        Example(
            "tsx",
            'const A = (p: P) => <script type="application/ld+json" '
            "dangerouslySetInnerHTML={{ __html: JSON.stringify(p.d) }} />;\n",
        ),
        Example("typescript", 'const ICON = "<svg/>";\nfunction f(el: Element) {\n  el.innerHTML = ICON;\n}\n'),
        Example("javascript", "if (el.innerHTML === x) {}\nconst h = el.innerHTML;\n"),
        Example("javascript", 'el.innerHTML = ["a", "b"].map((x) => `<i>${escape(x)}</i>`).join("");\n'),
        Example("python", 'from markupsafe import Markup\n\ndef f(x):\n    return Markup(f"<b>{x}</b>")\n', (4,)),
        Example(
            "python",
            "from django.utils.safestring import mark_safe as safe\n\ndef f(x):\n    return safe('<b>' + x + '</b>')\n",
            (4,),
        ),
        Example(
            "python",
            "from flask import render_template_string\n\ndef f(x):\n    return render_template_string('a %s' % x)\n",
            (4,),
        ),
        Example("python", 'from markupsafe import Markup\n\ndef f(x):\n    return Markup("<b>%s</b>") % x\n'),
        Example(
            "python", "from markupsafe import Markup, escape\n\ndef f(x):\n    return Markup(f'<b>{escape(x)}</b>')\n"
        ),
        Example("python", "from rich.markup import Markup\n\ndef f(x):\n    return Markup(f'[b]{x}')\n"),
        Example(
            "python", 'from django.utils.html import format_html\n\ndef f(x):\n    return format_html("<b>{}</b>", x)\n'
        ),
        Example("python", "from django.utils.html import format_html as h\n\ndef f(t, x):\n    return h(t, x)\n"),
        Example(
            "python",
            "from django.utils.html import format_html\n\ndef f(x):\n    return format_html(f'<b>{x}</b>')\n",
            (4,),
        ),
        Example(
            "python",
            "from markupsafe import Markup\n\ndef f(self, form, o, kw):\n"
            "    Markup('<i %s>' % html_params(**kw))\n    Markup(render_to_string('a.html', kw))\n"
            "    Markup(form.as_p() + self.template.render(kw) + jinja_env.render(kw))\n"
            '    return Markup(f\'<a href="{reverse("a")}">{format_html_join("", kw, o)}</a>\')\n',
        ),
        Example(
            "python",
            "from markupsafe import Markup\n\ndef f(md, x):\n    Markup(markdown_renderer.render(x))\n"
            "    return Markup(md.render(x))\n",
            (4, 5),
        ),
        Example("javascript", "el.innerHTML = names.reverse().join('');\n", (1,)),
        Example("javascript", "el.innerHTML = cardTemplate.render(item);\n"),
    ),
)

ENTRIES = (NO_UNSAFE_HTML,)
