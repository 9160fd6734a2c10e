using GradCamService.Explain.Captions;
using GradCamService.Explain.Texts;

namespace GradCamService.Predictions;

/// <summary>A sentence.</summary>
/// <param name="Text">Its words, separated by spaces.</param>
/// <param name="LogProbability">Σ log p of its words and of its end.</param>
/// <param name="Words">In order.</param>
/// <param name="EndLogProbability">log p of the sentence's ending after its last word.</param>
public sealed record CaptionResponse(string Text, double? LogProbability, IReadOnlyList<WordResponse> Words, double? EndLogProbability)
{
    internal static IReadOnlyList<CaptionResponse> Of(IEnumerable<Caption> captions, Vocabulary vocabulary) =>
        [.. captions.Select(caption => Of(caption, vocabulary))];

    private static CaptionResponse Of(Caption caption, Vocabulary vocabulary) => new(
        vocabulary.Decode(caption.Tokens),
        Finite.OrNull(caption.LogProbability),
        caption.Words.Select((word, i) => new WordResponse(vocabulary.WordAt(word), Finite.OrNull(caption.LogProbabilities[i]))).ToList(),
        Finite.OrNull(caption.LogProbabilities[^1]));
}

/// <summary>A word of a sentence.</summary>
/// <param name="Word">Lower case.</param>
/// <param name="LogProbability">log p, given the words before it.</param>
public sealed record WordResponse(string Word, double? LogProbability);
