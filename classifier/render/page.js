"use strict";
// Filters, sorts and copies what the page already holds; writes text only, never markup.
(() => {
  const PAGE = 200;
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (tag, text = "", attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const amount = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
  const once = (compute) => {
    let value;
    return () => (value ??= compute());
  };

  const causes = all("details.cause").map((element) => ({
    element,
    id: element.id,
    summary: find("summary", element),
    text: once(() => element.textContent.toLowerCase()),
    raw: once(() => element.textContent),
    rows: once(() =>
      find(".all", element).textContent.split("\n").map((line) => {
        const [place, subject] = line.split("\t");
        const log = place.slice(0, place.lastIndexOf(":"));
        return { place, subject, inLog: log.toLowerCase(), inSubject: subject.toLowerCase() };
      }),
    ),
  }));
  const shown = () => causes.filter((cause) => !cause.element.hidden);

  // ---- filter

  const TERM = /(!?)(?:\/((?:\\.|[^\\/])+)\/|(?:([cstl]|is):)?(?:"([^"]*)"?|(\S+)))(?=\s|$)/g;
  const ROW = { t: "inSubject", l: "inLog" };

  const parse = (query) =>
    [...query.matchAll(TERM)].map(([, not, regex, field, quoted, word]) => {
      const value = (quoted ?? word ?? "").toLowerCase();
      if (regex !== undefined) {
        const pattern = new RegExp(regex, "im");
        return { not, test: (cause) => pattern.test(cause.raw()) };
      }
      if (field in ROW) return { not, row: (row) => row[ROW[field]].includes(value) };
      const test = {
        c: (cause) =>
          `${cause.element.dataset.component} ${cause.element.dataset.name}`.toLowerCase().includes(value),
        s: (cause) => cause.id.toLowerCase().includes(value),
        is: (cause) => cause.element.classList.contains(value),
      }[field];
      return { not, test: test ?? ((cause) => cause.text().includes(value)) };
    });

  let wanted = [];
  const rowFits = (row) => wanted.every((term) => !term.row || !!term.not !== term.row(row));
  const fits = (cause) =>
    wanted.every((term) => !term.test || !!term.not !== term.test(cause)) &&
    (!wanted.some((term) => term.row) || cause.rows().some(rowFits));

  const field = find("#_filter");
  const status = find("#_shown");
  const apply = () => {
    try {
      wanted = parse(field.value);
      field.removeAttribute("aria-invalid");
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      status.textContent = `Not a regular expression yet: ${error.message}`;
      return;
    }
    for (const cause of causes) {
      cause.element.hidden = !fits(cause);
      if (cause.element.open && !cause.element.hidden) list(cause);
    }
    const visible = shown().length;
    status.textContent =
      visible === causes.length
        ? `${amount(causes.length, "signature")}`
        : `${visible.toLocaleString("en")} of ${amount(causes.length, "signature")} shown`;
  };

  const fromAddress = () => {
    let name = location.hash.slice(1);
    try {
      name = decodeURIComponent(name);
    } catch {
      // a stray per cent sign stands for itself
    }
    if (name.startsWith("q=")) {
      field.value = name.slice(2);
      apply();
      return;
    }
    const cause = causes.find((one) => one.id === name);
    if (!cause) return;
    if (cause.element.hidden) {
      field.value = "";
      apply();
    }
    cause.element.open = true;
    cause.summary.focus({ preventScroll: true });
    cause.element.scrollIntoView({ block: "start" });
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      apply();
      // a list that got shorter would leave the field above the view
      field.scrollIntoView({ block: "nearest" });
      const hash = field.value ? `#q=${encodeURIComponent(field.value)}` : "";
      history.replaceState(null, "", hash || location.pathname + location.search);
    }, 80);
  });
  find("#_form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", fromAddress);

  // ---- tables

  const sortable = (table) => {
    all("thead th", table).forEach((head, column) => {
      const button = make("button", head.textContent, { type: "button" });
      head.replaceChildren(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const downwards = head.getAttribute("aria-sort") === "none" ? head.className === "number" : head.getAttribute("aria-sort") === "ascending";
        for (const other of all("thead th", table)) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", downwards ? "descending" : "ascending");
        const key = (row) => row.cells[column].textContent.replace(/(\d),(?=\d{3})/g, "$1");
        const order = new Intl.Collator("en", { numeric: true });
        const rows = [...table.tBodies[0].rows].map((row) => [key(row), row]);
        rows.sort(([a], [b]) => (downwards ? order.compare(b, a) : order.compare(a, b)));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  };

  /** Fill a table with rows of cells, the first PAGE at once and all when asked. */
  const fill = (table, rows, row, after) => {
    const body = table.tBodies[0];
    body.replaceChildren(...rows.slice(0, PAGE).map(row));
    if (rows.length <= PAGE) return;
    const button = make("button", `Show all ${rows.length.toLocaleString("en")}`, { type: "button" });
    button.addEventListener("click", () => {
      body.append(...rows.slice(PAGE).map(row));
      button.remove();
    });
    after.append(button);
  };

  const cells = (...values) => {
    const row = make("tr");
    row.append(...values.map((value) => (value instanceof Node ? value : make("td", value))));
    return row;
  };

  /** Show the occurrences of an open cause that fit the filter as a table. */
  const list = (cause) => {
    const plain = find(".all", cause.element);
    const rows = cause.rows();
    if (rows.length < 2) return;
    const fitting = rows.filter(rowFits);
    const table = make("table", "", { class: "sortable" });
    const head = make("thead");
    head.append(cells(make("th", "Place", { scope: "col" }), make("th", "Test, file or target", { scope: "col" })));
    table.append(head, make("tbody"));
    const box = make("div", "", { class: "listed" });
    if (fitting.length < rows.length) {
      box.append(make("p", `${fitting.length.toLocaleString("en")} of them fit the filter`));
    }
    box.append(table);
    fill(table, fitting, ({ place, subject }) => {
      const cell = make("td");
      cell.append(make("code", place));
      return cells(cell, subject);
    }, box);
    sortable(table);
    find(".listed", cause.element)?.remove();
    plain.hidden = true;
    plain.after(box);
  };

  /** Put every subject into the table of subjects, those that the page listed first. */
  const everySubject = () => {
    const subjects = new Map();
    for (const cause of causes) {
      for (const { subject } of cause.rows()) {
        const known = subjects.get(subject) ?? { subject, count: 0, ids: new Set() };
        known.count += 1;
        known.ids.add(cause.id);
        subjects.set(subject, known);
      }
    }
    const body = find("#_subjects tbody");
    for (const row of body.rows) subjects.delete(row.cells[0].textContent);
    const rows = [...subjects.values()].filter(({ subject }) => subject);
    body.append(
      ...rows.map(({ subject, count, ids }) => {
        const links = make("td");
        for (const id of ids) {
          const link = make("a", "", { href: `#${id}` });
          link.append(make("code", id));
          links.append(link, " ");
        }
        return cells(make("th", subject, { scope: "row" }), make("td", count.toLocaleString("en"), { class: "number" }), links);
      }),
    );
  };

  // ---- copying

  const copy = async (text, button) => {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      const area = make("textarea", text);
      button.after(area);
      area.select();
      button.textContent = document.execCommand("copy") ? "Copied" : "Could not copy";
      area.remove();
    }
    setTimeout(() => (button.textContent = label), 1500);
  };

  const longest = (text) => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const inline = (text) => {
    const fence = "`".repeat(longest(text) + 1);
    const pad = /^`|`$/.test(text) ? " " : "";
    return fence + pad + text + pad + fence;
  };
  const markdown = (cause) => {
    const figure = find("figure", cause.element);
    const lines = find("pre", figure).textContent.trimEnd();
    const fence = "`".repeat(Math.max(3, longest(lines) + 1));
    const count = amount(Number(find("b", cause.summary).textContent.replaceAll(",", "")), "failure");
    const notes = all(":scope > div > p", cause.element).map((note) => `${note.textContent.trim()}\n\n`);
    return (
      `**${count}** ${inline(cause.id)}: ${inline(find("h3", cause.summary).textContent)}\n\n${notes.join("")}` +
      `${inline(find("figcaption", figure).textContent.trim())}\n\n${fence}text\n${lines}\n${fence}\n`
    );
  };

  const equip = (cause) => {
    if (find(".tools", cause.element)) return;
    const tools = make("div", "", { class: "tools" });
    const add = (label, text) => {
      const button = make("button", label, { type: "button" });
      button.addEventListener("click", () => copy(text(), button));
      tools.append(button);
    };
    add("Copy as Markdown", () => markdown(cause));
    add("Copy link", () => `${location.href.split("#")[0]}#${encodeURIComponent(cause.id)}`);
    const rule = cause.element.dataset.rule;
    if (rule) add("Copy command", () => `triage rules show ${rule}`);
    find("div", cause.element).prepend(tools);
  };

  for (const cause of causes) {
    cause.element.addEventListener("toggle", () => {
      if (!cause.element.open) return;
      equip(cause);
      list(cause);
    });
  }

  // ---- keys, buttons, print

  const help = find("#_help");
  const step = (by) => {
    const visible = shown();
    const at = visible.findIndex((cause) => cause.element.contains(document.activeElement));
    const next = visible[at < 0 ? (by > 0 ? 0 : visible.length - 1) : at + by];
    if (!next) return;
    next.summary.focus();
    next.summary.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    "/": () => field.focus(),
    "?": () => help.showModal(),
    j: () => step(1),
    k: () => step(-1),
    o: () => {
      const cause = shown().find((one) => one.element.contains(document.activeElement));
      if (cause) cause.element.open = !cause.element.open;
    },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target === field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (event.target.closest?.("input, textarea, select") || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  const openAll = (open) => shown().forEach((cause) => (cause.element.open = open));
  find("#_open").addEventListener("click", () => openAll(true));
  find("#_close").addEventListener("click", () => openAll(false));
  find("#_keys").addEventListener("click", () => help.showModal());
  find("#_theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  const more = find("#_more");
  if (more) {
    const button = make("button", more.textContent.replace(/ are .*/, ": show them"), { type: "button" });
    button.addEventListener("click", () => {
      everySubject();
      more.remove();
    });
    more.replaceChildren(button);
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = shown().filter((cause) => !cause.element.open);
    for (const cause of opened) cause.element.open = true;
  });
  addEventListener("afterprint", () => {
    for (const cause of opened) cause.element.open = false;
  });

  document.documentElement.classList.add("scripted");
  all("table.sortable").forEach(sortable);
  apply();
  fromAddress();
  addEventListener("load", () => setTimeout(fromAddress)); // the browser moves the focus off again while it loads
})();
