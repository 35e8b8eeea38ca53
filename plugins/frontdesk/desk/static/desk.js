// Comfort for the desk; each page works without it. Within a post, single keys do what its buttons do.
"use strict";

const entries = () => [...document.querySelectorAll(".entry")];

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const entry = event.target.closest(".entry");
  const step = { j: 1, k: -1 }[event.key];
  if (step && (entry || event.target.closest("main"))) {
    const all = entries();
    const next = all[entry ? all.indexOf(entry) + step : 0];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (entry && event.key === "n") {
    const note = entry.querySelector("details");
    if (!note) return;
    note.open = true;
    note.querySelector("textarea").focus();
    event.preventDefault();
  } else if (entry && (event.key === "p" || event.key === "h")) {
    const wanted = event.key === "h" ? ["hide"] : ["pin", "show"];
    const button = [...entry.querySelectorAll("button[name=do]")].find((one) => wanted.includes(one.value.split(" ")[0]));
    if (!button) return;
    button.click();
    event.preventDefault();
  }
});

// Where a form led back to a post, the keyboard goes on from there.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target) target.focus({ preventScroll: true });

// --- forms that change one thing -----------------------------------------------------------------------

// The page with the change takes the place of this one, and the keyboard stays where it was.
const labelOf = (button) => button.ariaLabel || button.textContent.trim();
const answerTo = async (form, fields) => {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
  return [new DOMParser().parseFromString(await answer.text(), "text/html"), answer];
};
// A status that came with its page is not read out by itself.
const readOut = () => {
  const words = document.querySelector("main [role=status]")?.textContent.trim();
  if (words) document.getElementById("said").textContent = words;
};
const sayRefused = (page) => alert(`${page.querySelector(".lead").textContent}\n\nWhat you typed is still here.`);
const sayNothingAnswers = () => alert("That did not work. Is make serve still running? What you typed is still here.");
let sending = false;
const changeInPlace = async (form, fields, place, label) => {
  if (sending) return;
  sending = true;
  try {
    const [page, answer] = await answerTo(form, fields);
    if (!answer.ok && !page.querySelector("main form")) {
      sayRefused(page);
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    if (answer.redirected) history.replaceState(null, "", answer.url);
    const here = document.getElementById(place) ?? document.querySelector("main");
    const again = [...here.querySelectorAll("button")].find((one) => labelOf(one) === label);
    const next = again?.checkVisibility() ? again : here;
    next.focus({ preventScroll: Boolean(next.closest(".unsaved-bar")) }); // that one is always in view
    readOut();
  } catch {
    sayNothingAnswers();
  } finally {
    sending = false;
  }
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("inPlace" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter;
  const place = form.dataset.inPlace || (document.activeElement.closest("main [id]") ?? button ?? form).closest("[id]").id;
  changeInPlace(form, new FormData(form, button), place, button ? labelOf(button) : "");
});

// Another form leads to another page: it is sent only to a desk that takes it, or what was typed would be gone.
let isTaken = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || isTaken || !("unsaved" in form.dataset)) return;
  event.preventDefault();
  if (sending) return;
  sending = true;
  try {
    const [page, answer] = await answerTo({ action: "/desk/ready" }, { token: new FormData(form).get("token") });
    isTaken = answer.ok;
    if (!isTaken) sayRefused(page);
  } catch {
    sayNothingAnswers();
  } finally {
    sending = false;
  }
  if (isTaken) form.requestSubmit(event.submitter);
  isTaken = false;
});

// Leaving is asked about where a form has something unsaved: from the editor's hand, or as its page came.
const isChanged = (field) => {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (!field.options) return field.value !== (field.defaultValue ?? field.value);
  const options = [...field.options];
  return field.selectedOptions[0] !== (options.find((one) => one.defaultSelected) ?? options[0]);
};
let isSent = false;
document.addEventListener("submit", (event) => { isSent = !event.defaultPrevented && "unsaved" in event.target.dataset; });
document.addEventListener("click", (event) => { isSent ||= Boolean(event.target.closest("a[data-discards]")); });
window.addEventListener("beforeunload", (event) => {
  const forms = isSent ? [] : [...document.querySelectorAll("form[data-unsaved]")];
  isSent = false;
  if (forms.some((form) => form.dataset.unsaved || [...form.elements].some((one) => one.name && isChanged(one)))) {
    event.preventDefault();
  }
});

// Ctrl+S saves; where two versions are shown, the editor chooses.
document.addEventListener("keydown", (event) => {
  const form = event.key === "s" && (event.ctrlKey || event.metaKey) && document.querySelector("form[data-unsaved]");
  if (!form) return;
  event.preventDefault();
  if (!form.closest(".both")) form.querySelector("button[value=save], button.main-button").click();
});

// --- a digest ----------------------------------------------------------------------------------------

// What is typed is shown: a note at once, title and introduction as readers will see them.
const digest = () => document.querySelector(".digest");
let following;
const follow = async (form, inLetter) => {
  const sent = new FormData(form);
  const words = new URLSearchParams(sent).toString();
  const [page] = await answerTo(form, sent);
  const isOld = sending || !form.isConnected || new URLSearchParams(new FormData(form)).toString() !== words;
  if (isOld || !page.querySelector(".digest")) return;
  for (const part of inLetter ? [".unsaved-bar"] : [".unsaved-bar", ".letter"]) {
    document.querySelector(part).replaceWith(page.querySelector(part));
  }
  // Beside the form there is room to see what it changes.
  if (!inLetter && matchMedia("(width >= 60rem)").matches) {
    document.querySelector(".letter header").scrollIntoView({ block: "nearest" });
  }
};
document.addEventListener("input", ({ target: field }) => {
  const form = field.closest(".digest");
  if (!form) return;
  const note = field.closest(".entry")?.querySelector(".note");
  if (note) {
    note.hidden = !field.value.trim();
    note.classList.add("unsaved");
    note.querySelector("span").textContent = field.value.trim();
  }
  clearTimeout(following);
  following = setTimeout(() => follow(form, Boolean(note)).catch(() => {}), 400);
});

// A form whose answer takes long says so.
document.addEventListener("submit", (event) => {
  const words = event.target.dataset.waits;
  if (!words) return;
  const line = event.target.querySelector(".waiting");
  if (line.textContent) event.preventDefault();
  line.textContent = words;
});
window.addEventListener("pageshow", () => {
  for (const line of document.querySelectorAll(".waiting")) line.textContent = "";
});

// Blogs are dragged to another place on the list; the buttons do the same.
let dragged = null;
const rowOf = (event) => dragged && event.target.closest?.(".blogs > li");
const isBelow = (event, row) => {
  const box = row.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
};
const unmark = () => {
  for (const row of document.querySelectorAll(".drop-above, .drop-below")) {
    row.classList.remove("drop-above", "drop-below");
  }
};
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".grip")?.closest("li") ?? null;
  if (dragged) event.dataTransfer.setDragImage(dragged, 0, 0);
});
document.addEventListener("dragover", (event) => {
  const row = rowOf(event);
  if (!row) return;
  event.preventDefault();
  unmark();
  row.classList.add(isBelow(event, row) ? "drop-below" : "drop-above");
});
document.addEventListener("drop", (event) => {
  const row = rowOf(event);
  if (!row) return;
  event.preventDefault();
  const before = isBelow(event, row) ? row.nextElementSibling : row;
  if (row === dragged || before === dragged) return;
  const form = document.getElementById("order");
  const fields = new FormData(form);
  fields.set("move", `${dragged.dataset.blog} ${before?.dataset.blog ?? ""}`.trim());
  changeInPlace(form, fields, dragged.id, "");
});
document.addEventListener("dragend", () => {
  unmark();
  dragged = null;
});

// --- a refresh ---------------------------------------------------------------------------------------

// The page of a refresh follows it. Without script there is a link.
const progress = document.getElementById("progress");
const look = async () => {
  const answer = await fetch("/desk/refresh");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("progress");
  if (!answer.ok || !now) return;
  const [here, there] = [document, page].map((one) => one.querySelector("[role=status]"));
  if (here.textContent !== there.textContent) here.textContent = there.textContent;
  progress.replaceChildren(...now.childNodes);
  if ("follows" in now.dataset) setTimeout(look, 1000);
};
if (progress && "follows" in progress.dataset) setTimeout(look, 1000);

// --- settings ----------------------------------------------------------------------------------------

// The picture of the site follows what is typed, and a colour that is chosen is typed. A picture that is
// chosen is shown below its name.
const face = document.querySelector(".face");
document.querySelector(".settings")?.addEventListener("input", ({ target: field, currentTarget: form }) => {
  if (field.dataset.for) form.elements[field.dataset.for].value = field.value;
  const fields = new URLSearchParams(face.dataset.shows.split(" ").map((name) => [name, form.elements[name].value]));
  face.src = `/desk/settings/picture?${fields}`;
  const chosen = document.getElementById(`${field.name}-chosen`);
  if (!chosen) return;
  chosen.hidden = !field.value.includes(".");
  if (!chosen.hidden) chosen.src = `/desk/picture?${new URLSearchParams({ path: field.value })}`;
});
for (const picture of document.querySelectorAll(".chosen")) {
  picture.addEventListener("error", () => { picture.hidden = true; });
}

// --- a post -----------------------------------------------------------------------------------------

const editor = document.querySelector(".editor");
if (editor) {
  const body = editor.elements.body;
  const preview = document.getElementById("preview");
  const send = (address, fields) =>
    fetch(address, { method: "POST", body: new URLSearchParams(fields) });
  const typed = () => {
    const fields = new FormData(editor);
    fields.delete("picture");
    return fields;
  };
  let asked = 0;

  // What readers will see follows what is typed.
  let timer;
  const follow = async () => {
    const number = ++asked;
    const answer = await send("/desk/posts/preview", typed());
    if (answer.ok && number === asked) preview.innerHTML = await answer.text();
  };
  editor.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, 500);
  });

  // A problem leads to its line.
  preview.addEventListener("click", (event) => {
    const line = Number(event.target.closest(".to-line")?.dataset.line);
    if (!line) return;
    const lines = body.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    body.focus();
    body.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  });

  const insert = (text) => {
    body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // What is pasted or dropped: a picture waits for its description, and a text with a form becomes Markdown.
  const take = (files) => {
    const picture = [...files].find((file) => file.type.startsWith("image/"));
    if (!picture) return false;
    const chosen = new DataTransfer();
    chosen.items.add(picture);
    editor.elements.picture.files = chosen.files;
    editor.elements.picture.dispatchEvent(new Event("change"));
    editor.querySelector(".picture").open = true;
    editor.elements.alt.focus();
    return true;
  };
  const convert = async (html, plain) => {
    const fields = { token: editor.elements.token.value, html };
    const answer = await send("/desk/posts/paste", fields).catch(() => null); // make serve may have ended
    insert(answer?.ok ? await answer.text() : plain);
  };
  const receive = (event, data) => {
    const html = data.getData("text/html"); // of a picture on a web page, too
    const hasWords = html.replace(/<[^>]*>/g, "").trim() !== "";
    if (!hasWords && take(data.files)) {
      event.preventDefault();
    } else if (html) {
      event.preventDefault();
      body.focus();
      convert(html, data.getData("text/plain"));
    } else if (data.files.length) {
      event.preventDefault(); // or the browser leaves the page for it
      alert("Only a picture can be put into a text.");
    }
  };
  body.addEventListener("dragover", (event) => {
    const { types } = event.dataTransfer;
    if (!types.includes("Files") && !types.includes("text/html")) return; // plain words the browser puts in
    event.preventDefault();
    body.classList.add("dropping");
  });
  body.addEventListener("dragleave", () => body.classList.remove("dropping"));
  body.addEventListener("drop", (event) => {
    body.classList.remove("dropping");
    const place = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    receive(event, event.dataTransfer);
    if (event.defaultPrevented && place?.offsetNode === body) {
      body.setSelectionRange(place.offset, place.offset);
      note();
    }
  });
  body.addEventListener("paste", (event) => receive(event, event.clipboardData));
  // Where the picture goes: behind the paragraph of the cursor.
  const note = () => {
    const end = body.value.indexOf("\n\n", body.selectionEnd);
    editor.elements.at.value = end < 0 ? body.value.length : end;
  };
  for (const kind of ["blur", "keyup", "click"]) body.addEventListener(kind, note);
  // Where a picture was put in, writing goes on behind it.
  if (body.dataset.cursor) {
    body.focus({ preventScroll: true });
    body.setSelectionRange(body.dataset.cursor, body.dataset.cursor);
    readOut();
  }

  // A picture that is too large is told before it is sent.
  editor.elements.picture.addEventListener("change", ({ target: field }) => {
    const size = field.files[0]?.size ?? 0;
    const most = Number(field.dataset.most);
    const words = `This picture has ${Math.ceil(size / 1e6)} MB, and the desk takes ${Math.floor(most / 1e6)}. Make it smaller first.`;
    field.setCustomValidity(size > most ? words : "");
    field.reportValidity();
  });

  // A picture is put in by Enter in its description, too.
  editor.elements.alt.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    editor.querySelector("button[value=picture]").click();
  });
}
