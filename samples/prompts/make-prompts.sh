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

# these and the words are A-law, half the size
wav=(-r 8000 -c 1 -e a-law)
speak closed "您好，现在不是本专线的服务时间。需要上班后给您回电，请按一。紧急情况，请按零，或拨打，幺幺零，幺幺九，幺二零。"
speak no-agent-callback "现在没有话务员值班。有话务员上班后给您回电，请按一。您也可以继续等候。紧急情况，请拨打，幺幺零，幺幺九，或幺二零。"
speak any-key "如果您不方便说话，请按任意键。"
speak position-before "您前面还有"
speak position-after "来电者在等候。"
speak position-next "您是下一位。"
speak wait-before "预计等候，"
speak callback-offer "不想等候，请按一，轮到您时我们给您回电，不用重新排队。"
speak callback-number "我们将回拨，"
speak callback-confirm "确认请按一。回拨其他号码，请直接输入，按井号键结束。"
speak callback-enter "请输入您的电话号码，按井号键结束。"
speak callback-kept "已经登记，您的位置会为您保留。您可以挂机了，请保持电话畅通。"
speak callback-refused "抱歉，暂时不能登记回电，请继续等候。"
speak surge "目前有多位市民反映同一情况，我们正在处理。您也反映这一情况，请按一登记。其他事项，请稍候。"
speak outbound-notice "您好，这里是幺二三四五，政务服务便民热线。本次通话将被录音。"
speak abuse-warning "请您文明用语。本次通话正在录音，如继续辱骂，我们将结束通话。"
speak abuse-closing "由于您的言语不当，本次通话到此结束。您可以平复情绪后再次来电。再见。"
speak surge-thanks "已经登记，感谢您的反映。您可以挂机，也可以继续等候话务员。"
speak menu "企业服务，请按一。英语服务，请按二。其他事项，请稍候。"
speak survey-solved "请评价本次服务。您的问题解决了吗？解决了请按一，没有解决请按二。"
speak survey-satisfied "您满意吗？非常满意请按一，满意请按二，基本满意请按三，不满意请按四，非常不满意请按五。"

# numbers, dates, times and money are put together of words: short and close, so that they flow
mkdir -p parts
word() { # file word
  espeak-ng -v cmn-latn-pinyin+f3 -s 215 --stdout "$2" | sox -R -t wav - "${wav[@]}" "parts/$1.wav" \
    silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse gain -n -9 sinc 150-3500 norm -6 pad 0.01 0.03
}
while read -r file text; do word "$file" "$text"; done <<'WORDS'
0 零
1 一
2 二
3 三
4 四
5 五
6 六
7 七
8 八
9 九
10 十
100 百
1000 千
10000 万
100000000 亿
two-of 两
one-of-telephone 幺
minus 负
year 年
month 月
day 日
early-morning 凌晨
morning 上午
noon 中午
afternoon 下午
evening 晚上
o-clock 点
half 半
minute 分
yuan 元
jiao 角
minutes 分钟
persons 位
to 到
WORDS
wav=(-r 8000 -c 1 -b 16)

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
