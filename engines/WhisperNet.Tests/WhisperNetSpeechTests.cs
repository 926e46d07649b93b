using Hotline.Telephony.Speech;
using Hotline.Telephony.Tests.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Engines.WhisperNet.Tests;

/// <summary>The suite of the port against Whisper.net.</summary>
public sealed class WhisperNetSpeechTests : SpeechToTextContract
{
    private protected override ISpeechToText Open(SpeechOptions options) => new WhisperNetSpeech(options, TimeProvider.System, NullLogger<WhisperNetSpeech>.Instance);
}
