#!/usr/bin/env bash
# Speaks dialogues.txt: per call two WAV files on one time line (the citizen's side and the agent's) and calls.json.
# Needs espeak-ng, sox. The same dialogues give the same files.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wav=(-r 8000 -c 1 -b 16)

speak() { # words "voice speed" file: one utterance without silence around, telephone band, level -4 dB
  read -r voice speed <<<"$2"
  espeak-ng -v "cmn-latn-pinyin+$voice" -s "$speed" --stdout "$1" | sox -R -t wav - "${wav[@]}" "$3" \
    silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse gain -n -9 sinc 200-3400 norm -4
}

side() { # id side: its utterances over a quiet line, coded as a telephone codes them
  sox -R -n "${wav[@]}" "$work/line.wav" synth "$clock" brownnoise vol 0.0015
  sox -R -m -v 1 "$work/line.wav" $(cat "$work/$2.parts") -t wav -e a-law "$work/coded.wav" trim 0 "$clock"
  sox -R "$work/coded.wav" "${wav[@]}" -e signed-integer "$1.$2.wav"
}

finish() {
  [ -n "${id:-}" ] || return 0
  clock=$(awk "BEGIN { print $clock + 1 }")
  side "$id" citizen
  side "$id" agent
  printf '%s{"id":"%s","title":"%s","kind":"%s","outcome":"%s","from":"%s","citizen":"%s.citizen.wav","agent":"%s.agent.wav","seconds":%.2f,"categoryWords":[%s],\n  "transcript":[%s\n  ]}' \
    "$comma" "$id" "$title" "$kind" "$outcome" "$from" "$id" "$id" "$clock" "$words" "$turns" >>"$work/calls.json"
  comma=$',\n '
}

begin() {
  IFS='|' read -r id title kind outcome from citizen agent words < <(sed 's/ *| */|/g' <<<"$1")
  words=$(sed 's/[^ ][^ ]*/"&"/g; s/ /,/g' <<<"$words")
  clock=1.2 turns="" last="" count=0
  : >"$work/citizen.parts"
  : >"$work/agent.parts"
}

turn() { # who text: after a pause of 0.8 s, or 2.2 s when the same person goes on
  local who text=$2 length file="$work/$((++count)).wav"
  [ "$1" = C ] && who=citizen || who=agent
  [ -z "$last" ] || clock=$(awk "BEGIN { print $clock + ($([ "$last" = "$who" ] && echo 2.2 || echo 0.8)) }")
  speak "${text##* = }" "${!who}" "$work/utterance.wav"
  sox "$work/utterance.wav" "$file" pad "$clock"
  length=$(soxi -D "$work/utterance.wav")
  echo "-v 1 $file" >>"$work/$who.parts"
  turns+="${turns:+,}"$'\n    '"{\"speaker\":\"$who\",\"start\":$clock,\"end\":$(awk "BEGIN { print $clock + $length }"),\"text\":\"${text%% = *}\"}"
  clock=$(awk "BEGIN { print $clock + $length }") last=$who
}

comma="" id=""
printf '[' >"$work/calls.json"
while IFS= read -r line; do
  case "$line" in
    '' | '#'*) ;;
    [CA]' '*) turn "${line%% *}" "${line#* }" ;;
    *) finish; begin "$line" ;;
  esac
done <dialogues.txt
finish
printf ']\n' >>"$work/calls.json"
mv "$work/calls.json" calls.json
echo "$(ls ./*.wav | wc -l) files"
