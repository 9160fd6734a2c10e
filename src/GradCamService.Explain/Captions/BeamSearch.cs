using GradCamService.Explain.Outputs;
namespace GradCamService.Explain.Captions;

/// <summary>
/// The search for one image's captions: of all ways to go on with the unfinished ones, the likeliest stay. Captions of different
/// lengths are compared by Σ log p / words^0.7. Equal scores are decided by order, so that an answer can be repeated.
/// </summary>
/// <param name="rules">What captions are made of.</param>
/// <param name="beams">How many unfinished and finished captions are kept together; 1 is greedy.</param>
internal sealed class BeamSearch(CaptionRules rules, int beams)
{
    private const double LengthExponent = 0.7;

    private readonly List<Caption> _finished = [];

    /// <summary>Unfinished captions, without their start token, likeliest first; none when the search is over.</summary>
    public IReadOnlyList<Caption> Open { get; private set; } = [new Caption([], [])];

    /// <summary>For each of <see cref="Open"/>, its place among them before the last step.</summary>
    public IReadOnlyList<int> Parents { get; private set; } = [0];

    /// <summary>Finished captions, best first.</summary>
    public IReadOnlyList<Caption> Captions => [.. _finished.OrderByDescending(Merit)];

    /// <summary>Goes on by one token.</summary>
    /// <param name="logProbabilities">For each of <see cref="Open"/>, log p of every token.</param>
    public void Advance(IReadOnlyList<float[]> logProbabilities)
    {
        var wanted = beams - _finished.Count;
        var best = Open
            .SelectMany((caption, i) => Likeliest(caption, logProbabilities[i], wanted)
                .Select(token => (Caption: Extend(caption, token, logProbabilities[i][token]), Parent: i)))
            .OrderByDescending(entry => entry.Caption.LogProbability)
            .Take(wanted)
            .ToLookup(entry => entry.Caption.Tokens[^1] == rules.End);
        _finished.AddRange(best[true].Select(entry => entry.Caption));
        (Open, Parents) = ([.. best[false].Select(entry => entry.Caption)], [.. best[false].Select(entry => entry.Parent)]);
    }

    private static Caption Extend(Caption caption, int token, float logProbability) =>
        new([.. caption.Tokens, token], [.. caption.LogProbabilities, logProbability]);

    /// <summary>The likeliest tokens, highest first, equal ones by number.</summary>
    private IEnumerable<int> Likeliest(Caption caption, float[] logProbabilities, int count)
    {
        if (caption.Tokens.Count >= rules.MostWords)
            return [rules.End];
        return Ranking.Best(logProbabilities, count + rules.Never.Count).Where(token => !rules.Never.Contains(token)).Take(count);
    }

    private static double Merit(Caption caption) =>
        caption.LogProbability / Math.Pow(Math.Max(caption.Tokens.Count - 1, 1), LengthExponent);
}
