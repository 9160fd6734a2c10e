using GradCamService.Explain.Outputs;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Tasks.Captioning;

/// <summary>A sentence.</summary>
/// <param name="Text">Its words, separated by spaces.</param>
/// <param name="LogProbability">Σ log p of its words and of its end.</param>
/// <param name="Words">In order.</param>
/// <param name="EndLogProbability">log p of the sentence's ending after its last word.</param>
public sealed record CaptionListing(string Text, double? LogProbability, IReadOnlyList<WordListing> Words, double? EndLogProbability)
{
    internal static CaptionListing Of(Caption caption, Vocabulary vocabulary) => new(
        vocabulary.Decode(caption.Tokens),
        Finite.OrNull(caption.LogProbability),
        [.. caption.Words.Select((word, i) => new WordListing(vocabulary.WordAt(word), Finite.OrNull(caption.LogProbabilities[i])))],
        Finite.OrNull(caption.LogProbabilities[^1]));
}

/// <summary>A word of a sentence.</summary>
/// <param name="Word">Lower case.</param>
/// <param name="LogProbability">log p, given the words before it.</param>
public sealed record WordListing(string Word, double? LogProbability);
