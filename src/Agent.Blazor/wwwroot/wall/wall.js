// The board on a wall: its button fills the screen, and the screen stays on while it is shown.

export function stand() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-fullscreen]")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
  const awake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => { }); // refused: the screen's own setting counts
  document.addEventListener("visibilitychange", awake);
  awake();
}
