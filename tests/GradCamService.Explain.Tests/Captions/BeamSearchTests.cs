using GradCamService.Explain.Captions;
using GradCamService.Explain.Outputs;
using Xunit;

namespace GradCamService.Explain.Tests.Captions;

/// <summary>Searches in a language of four tokens whose probabilities are written down here.</summary>
public sealed class BeamSearchTests
{
    private const int Start = 0;
    private const int End = 1;
    private const int A = 2;
    private const int B = 3;

    private static readonly CaptionRules Rules = new(Start, End, new HashSet<int> { Start }, MostWords: 3);

    [Fact]
    public void Greedy_takes_the_likeliest_word_at_every_step()
    {
        var captions = Run(1, caption => caption switch
        {
            [] => P(end: 0.1, a: 0.5, b: 0.4),
            [A] => P(end: 0.4, a: 0.3, b: 0.3),
            _ => P(end: 1, a: 0, b: 0),
        });

        var caption = Assert.Single(captions);
        Assert.Equal([A, End], caption.Tokens);
        Assert.Equal(Math.Log(0.5) + Math.Log(0.4), caption.LogProbability, 1e-6);
    }

    [Fact]
    public void Two_beams_find_what_greedy_misses()
    {
        var captions = Run(2, caption => caption switch
        {
            [] => P(end: 0.1, a: 0.5, b: 0.4),
            [A] => P(end: 0.4, a: 0.3, b: 0.3),
            [B] => P(end: 0.98, a: 0.01, b: 0.01),
            _ => P(end: 1, a: 0, b: 0),
        });

        // 0.4 · 0.98 beats 0.5 · 0.4, though 'a' was the likelier beginning.
        Assert.Equal([[B, End], [A, End]], captions.Select(caption => caption.Tokens));
    }

    [Fact]
    public void Captions_of_different_lengths_are_compared_by_their_share_a_word()
    {
        var captions = Run(2, caption => caption switch
        {
            [] => P(end: 0, a: 0.6, b: 0.4),
            [A] => P(end: 0.45, a: 0, b: 0.55),
            [B] => P(end: 0.1, a: 0.45, b: 0.45),
            [A, B] => P(end: 0.8, a: 0.1, b: 0.1),
            _ => P(end: 1, a: 0, b: 0),
        });

        // One word: log(0.6 · 0.45) = -1.309. Two: log(0.6 · 0.55 · 0.8) / 2^0.7 = -1.332 / 1.625 = -0.820.
        Assert.Equal([[A, B, End], [A, End]], captions.Select(caption => caption.Tokens));
    }

    [Fact]
    public void A_caption_ends_after_the_most_words_with_the_probability_of_ending_there()
    {
        var caption = Assert.Single(Run(1, _ => P(end: 0.1, a: 0.9, b: 0)));

        Assert.Equal([A, A, A, End], caption.Tokens);
        Assert.Equal(Math.Log(0.1), caption.LogProbabilities[^1], 1e-6);
    }

    [Fact]
    public void Tokens_that_are_no_words_are_not_chosen_however_likely()
    {
        var caption = Assert.Single(Run(1, _ => [MathF.Log(0.9f), MathF.Log(0.04f), MathF.Log(0.03f), MathF.Log(0.03f)]));

        Assert.Equal([End], caption.Tokens);
    }

    [Fact]
    public void Equal_scores_are_decided_by_order()
    {
        var captions = Run(3, caption => caption.Count == 0 ? P(end: 0, a: 0.5, b: 0.5) : P(end: 1, a: 0, b: 0));

        Assert.Equal([[A, End], [B, End]], captions.Take(2).Select(caption => caption.Tokens));
    }

    [Fact]
    public void Parents_say_which_caption_another_has_grown_from()
    {
        var search = new BeamSearch(Rules, 2);
        search.Advance([P(end: 0.1, a: 0.6, b: 0.3)]);
        Assert.Equal([0, 0], search.Parents);

        search.Advance([P(end: 0.02, a: 0.2, b: 0.2), P(end: 0.01, a: 0.98, b: 0.01)]);

        Assert.Equal([[B, A], [A, A]], search.Open.Select(caption => caption.Tokens));
        Assert.Equal([1, 0], search.Parents);
    }

    private static IReadOnlyList<Caption> Run(int beams, Func<IReadOnlyList<int>, float[]> next)
    {
        var search = new BeamSearch(Rules, beams);
        while (search.Open.Count > 0)
            search.Advance(search.Open.Select(caption => next(caption.Tokens)).ToList());
        return search.Captions;
    }

    private static float[] P(double end, double a, double b) => [float.NegativeInfinity, (float)Math.Log(end), (float)Math.Log(a), (float)Math.Log(b)];
}
