// 地图: areas of the city's own GeoJSON by Leaflet, shaded by a figure. No tiles: nothing is fetched from outside.
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';

/** areas: GeoJSON FeatureCollection; every feature has properties key, name and says (its figure in words) and level (0 to 4, or null where there is none). */
export async function begin(element, host, nearer, farther) {
  await dressed();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = L.map(element, { attributionControl: false, zoomControl: false, zoomSnap: .25, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still });
  L.control.zoom({ zoomInTitle: nearer, zoomOutTitle: farther }).addTo(map);
  const resizing = new ResizeObserver(() => map.invalidateSize());
  resizing.observe(element);
  let layer;
  return {
    draw(areas) {
      layer?.remove();
      layer = L.geoJSON(areas, {
        style: area => ({ className: 'area level-' + (area.properties.level ?? 'none'), weight: 1, fillOpacity: 1 }),
        pointToLayer: (point, at) => L.circleMarker(at, { radius: 7 }),
        onEachFeature(area, shape) {
          shape.bindTooltip(label(area.properties), { sticky: true });
          if (host) shape.on('click', () => host.invokeMethodAsync('ChosenAsync', area.properties.key));
        },
      }).addTo(map);
      const bounds = layer.getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12], animate: false });
    },
    end() { resizing.disconnect(); map.remove(); },
  };
}

/** Leaflet's style sheet, once a page. From here: a page has one list of sheets in its head, which is its own. */
function dressed() {
  const href = new URL('./map.css', import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  const loaded = new Promise(done => { sheet.onload = sheet.onerror = done; });
  document.head.append(sheet);
  return loaded;
}

/** Text, not HTML: a name is never markup. */
function label({ name, says }) {
  const box = document.createElement('span');
  box.textContent = says ? `${name}  ${says}` : name;
  return box;
}
