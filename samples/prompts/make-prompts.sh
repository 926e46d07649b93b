#!/usr/bin/env bash
# Speaks the prompts and plays the music of prompts.json: 8 kHz mono PCM16, trimmed, levelled. Needs espeak-ng, sox.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wav=(-r 8000 -c 1 -b 16)

speak() { # id words
  espeak-ng -v cmn-latn-pinyin+f3 -s 215 -g 2 --stdout "$2" | sox -R -t wav - "${wav[@]}" "$1.wav" \
    silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse gain -n -9 sinc 150-3500 norm -6 pad 0.2 0.3
}

# numbers are spoken digit by digit, 1 as 幺
speak greeting "您好，这里是幺二三四五，政务服务便民热线。本次通话将被录音。"
speak greeting-urban "您好，这里是幺二三幺九，城市管理热线，由幺二三四五统一受理。本次通话将被录音。"
speak greeting-market "您好，这里是幺二三幺五，消费投诉举报热线。本次通话将被录音。"
speak greeting-tax "您好，这里是幺二三六六，纳税缴费服务分中心。本次通话将被录音。"
speak greeting-enterprise "您好，这里是优化营商环境专线。本次通话将被录音。"
speak busy "话务员正忙，请您稍候，不要挂机。"
speak no-agent "现在没有话务员值班，请您稍后再拨。紧急情况，请拨打，幺幺零，幺幺九，或幺二零。"
speak transfer-110 "正在为您转接，幺幺零报警台，请不要挂机。"
speak goodbye "感谢您的来电，再见。"

# The music: a pentatonic melody over four slow chords, 24 s, composed for this project. Every note dies away before the
# end, so that the loop closes without a seam.
beat=0.75
note() { # start beat, beats, pitch (semitones above A4, as sox counts), loudness
  local length; length=$(awk "BEGIN { print $2 * $beat }")
  sox -R -n "${wav[@]}" "$work/n$((++count)).wav" synth "$length" pluck "%$3" synth "$length" sine mix "%$3" \
    fade q 0.02 "$length" "$(awk "BEGIN { print $length * 0.7 }")" vol "$4" pad "$(awk "BEGIN { print $1 * $beat }")"
}
count=0
melody=(0 3 5 7 5 3 0 -2 0 3 7 10 7 5 3 5 7 10 12 10 7 5 7 3 5 3 0 -2 -5 -2 0 0)
for i in "${!melody[@]}"; do note "$i" 1 "${melody[i]}" 0.5; done
chords=("-12 -5 0" "-16 -9 -4" "-14 -7 -2" "-12 -5 0")
for i in "${!chords[@]}"; do for pitch in ${chords[i]}; do note $((i * 8)) 8 "$pitch" 0.25; done; done
sox -R -m "$work"/n*.wav "${wav[@]}" music.wav sinc 100-3400 norm -12 trim 0 24
