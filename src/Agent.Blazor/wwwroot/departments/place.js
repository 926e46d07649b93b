// Where this phone is, in WGS 84 degrees; null where it may not say or does not know within eight seconds.
export function where() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise(tell => navigator.geolocation.getCurrentPosition(
    found => tell({ longitude: found.coords.longitude, latitude: found.coords.latitude }), () => tell(null), { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 }));
}
