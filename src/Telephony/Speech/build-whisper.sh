#!/usr/bin/env bash
# build-whisper.sh OUTDIR: builds the speech library (whisper.cpp 1.9.1) once, from the source in the npm package nodejs-whisper.
# Does nothing when OUTDIR already holds this build. An interrupted build leaves OUTDIR as it was.
# build-whisper.sh --check OUTDIR: only tells by its exit code whether OUTDIR holds it.
# build-whisper.sh --cli OUTDIR: its command line too, from the same source with the same flags (bench/speech compares with it).
set -euo pipefail

package=nodejs-whisper@0.3.1
sha512=71ea2295456b691b91e459cdc97a46413d9ab80478f0e7370100449a45e75694a7f6237ac95473401142a954c659b93a59d8bde4d86fc1737316fb91edeacb5b
libraries=(libwhisper.so.1 libggml.so.0 libggml-cpu.so.0 libggml-base.so.0)

say() { echo "speech library: $*"; }
fail() { echo "speech library: $*" >&2; exit 1; }

check="" target=whisper programs=() examples=OFF
[ "${1:-}" != --check ] || { check=yes; shift; }
[ "${1:-}" != --cli ] || { target=whisper-cli programs=(whisper-cli) examples=ON; shift; }
[ $# = 1 ] || fail "usage: build-whisper.sh [--check] [--cli] OUTDIR"
mkdir -p "$(dirname "$1")"
out=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

# Named instructions, not -march=native: the result may be copied to any machine of this decade.
flags=(-DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=ON -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF
  "-DWHISPER_BUILD_EXAMPLES=$examples" -DWHISPER_BUILD_TESTS=OFF -DWHISPER_BUILD_SERVER=OFF
  "-DCMAKE_INSTALL_RPATH=\$ORIGIN" -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON)
if [ "$(uname -m)" = x86_64 ]; then
  simd=ON
  grep -qw avx2 /proc/cpuinfo || { simd=OFF; }
  for set in AVX AVX2 FMA F16C BMI2; do flags+=("-DGGML_$set=$simd"); done
fi

stamp="$package $(uname -m) ${flags[*]}"
complete() { [ "$(cat "$out/stamp" 2>/dev/null)" = "$stamp" ] && (cd "$out" && ls "${libraries[@]}" "${programs[@]}" >/dev/null 2>&1); }
complete && exit 0
[ -z "$check" ] || exit 1

missing=""
for tool in npm cmake g++ make tar; do command -v "$tool" >/dev/null || missing+=" $tool"; done
[ -z "$missing" ] || fail "cannot be built, missing:$missing (Debian: apt-get install npm cmake g++ make tar). Calls work without it, but are not transcribed."

exec 9>"$out.lock"
flock 9
complete && exit 0

work=$(mktemp -d "$out.building.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

say "fetching $package"
npm pack --silent "$package" >/dev/null 2>npm.log || { tail -5 npm.log >&2; fail "npm could not fetch $package; check the network or npm's registry setting, then run again"; }
echo "$sha512 $(echo ./*.tgz)" | sha512sum --check --quiet - || fail "the fetched $package is not the one this script was written for"
tar xzf ./*.tgz package/cpp/whisper.cpp

[ "${simd:-ON}" = ON ] || say "this CPU has no AVX2: recognition will be several times slower"
say "building whisper.cpp with $(nproc) jobs, about a minute"
{ cmake -S package/cpp/whisper.cpp -B build "${flags[@]}" && cmake --build build --target "$target" -j "$(nproc)"; } >build.log 2>&1 \
  || { tail -30 build.log >&2; fail "the build failed; its last lines are above"; }

mkdir result
for file in "${libraries[@]}" "${programs[@]}"; do cp -L "build/bin/$file" result/; done
cp package/cpp/whisper.cpp/LICENSE result/LICENSE
echo "$stamp" >result/stamp
rm -rf "$out"
mv result "$out"
say "ready in $out ($SECONDS s)"
