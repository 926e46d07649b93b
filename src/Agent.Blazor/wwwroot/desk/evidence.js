// Two seconds of the call, heard by the agent alone.
let sound = null;

/** False where they are not recorded yet, or may not be heard. */
export async function play(address) {
  const answer = await fetch(address);
  if (!answer.ok) return false;
  sound?.pause();
  const url = URL.createObjectURL(await answer.blob());
  sound = new Audio(url);
  sound.addEventListener("ended", () => URL.revokeObjectURL(url), { once: true });
  await sound.play();
  const marked = document.querySelector(".said .marked");
  if (!marked) return true;
  marked.parentElement.dataset.still = performance.now() + 6000; // long enough to read it, though the call goes on
  marked.scrollIntoView({ block: "nearest" });
  return true;
}
