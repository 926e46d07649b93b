// An event may reach the server when the handler it was meant for has just been renewed by another drawing: Blazor Server then refuses
// it ("no event handler associated with this event") and the click or the last letters typed would be lost. The handler did not run,
// and its successor is on the page by now: the event is dispatched once more. Where the element itself is gone, nobody misses it.
(() => {
  const kinds = ["click", "input", "change", "submit", "focus", "blur"];
  const mostTries = 3;
  const tries = new WeakMap();
  const net = window.DotNet.DotNetObject.prototype;
  const invoke = net.invokeMethodAsync;

  net.invokeMethodAsync = function (method, ...args) {
    const called = invoke.call(this, method, ...args);
    const event = window.event;
    if (method !== "DispatchEventAsync" || !event || !kinds.includes(event.type)) return called;
    return called.catch((refused) => {
      const tried = tries.get(event) ?? 1;
      if (tried >= mostTries) throw refused;
      if (event.target.isConnected) dispatchAgain(event, tried + 1);
    });
  };

  function dispatchAgain(event, tried) {
    const copy = new event.constructor(event.type, event);
    tries.set(copy, tried);
    // what the browser itself does upon a click or submit has been done the first time
    event.target.addEventListener(event.type, (e) => { if (e === copy) e.preventDefault(); }, { once: true });
    event.target.dispatchEvent(copy);
  }
})();
