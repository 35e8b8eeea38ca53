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
    const button = [...entry.querySelectorAll("button[name=choice]")].find((one) => wanted.includes(one.value));
    if (!button) return;
    button.click();
    event.preventDefault();
  }
});

// Where a form led back to a post, the keyboard goes on from there.
const target = location.hash && document.getElementById(location.hash.slice(1));
if (target) target.focus({ preventScroll: true });
