using GradCamService.Explain.Manifests;

namespace GradCamService.Explain.Captions;

/// <summary>What a decoder's captions are made of.</summary>
/// <param name="Start">The token before the first word.</param>
/// <param name="End">The token after the last word.</param>
/// <param name="Never">Tokens that are no words: a search does not choose them.</param>
/// <param name="MostWords">After so many words, a caption ends; ≥ 1.</param>
public sealed record CaptionRules(int Start, int End, IReadOnlySet<int> Never, int MostWords)
{
    /// <summary>Most beams of a search; each is a row of the decoder.</summary>
    public const int MostBeams = 10;

    /// <summary>Beams of a search that does not say; 1 would be greedy.</summary>
    public const int DefaultBeams = 3;

    /// <summary>The rules of a manifest for captioning.</summary>
    public static CaptionRules Of(ModelManifest manifest)
    {
        var special = manifest.SpecialTokens!;
        var never = new[] { special.Padding, special.Start, special.Unknown }.OfType<int>().ToHashSet();
        return new CaptionRules(special.Start!.Value, special.End!.Value, never, manifest.MaxLength!.Value);
    }
}
