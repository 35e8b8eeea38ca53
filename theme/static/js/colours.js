// The reader's choice of colours: known before the first paint, changed by a button that waits for script.
{
  const root = document.documentElement;
  const choices = ['system', 'light', 'dark'];
  const now = () => root.dataset.colours ?? choices[0];
  const choose = (choice) => (root.dataset.colours = choice);

  try {
    const kept = localStorage.getItem('colours');
    if (choices.includes(kept)) choose(kept);
  } catch {} // a browser that keeps nothing has the system's colours

  const offer = () => {
    const button = document.querySelector('.colours');
    const tell = () => button.setAttribute('aria-label', button.dataset[now()]);
    button.addEventListener('click', () => {
      choose(choices[(choices.indexOf(now()) + 1) % choices.length]);
      tell();
      try {
        localStorage.setItem('colours', now());
      } catch {}
    });
    tell();
    button.hidden = false;
  };
  // On a slow line the page may be read before its script has come.
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', offer);
  else offer();
}
