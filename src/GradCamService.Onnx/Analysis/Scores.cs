namespace GradCamService.Onnx.Analysis;

/// <summary>The scores of a classifier.</summary>
/// <param name="Tensor">The tensor that is read: the scores before any softmax.</param>
/// <param name="Output">The tensor that is made of them: an output of the graph, or one that was named.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Meaning">What the scores are.</param>
/// <param name="Why">How that was found, in words.</param>
public sealed record Scores(string Tensor, string Output, int Classes, ScoreMeaning Meaning, string Why)
{
    /// <summary>How the scores are made of <see cref="Tensor"/>.</summary>
    public ScoreForm Form { get; init; }

    /// <summary>The tensor of the shares, one a class; only for <see cref="ScoreMeaning.Probabilities"/>.</summary>
    public string? Shares { get; init; }

    /// <summary>What a class that is certain has in <see cref="Shares"/>: 2 in the sum of two softmaxes.</summary>
    public double Certain { get; init; } = 1;

    /// <summary>Whether several classes may hold at once.</summary>
    public bool AreIndependent { get; init; }

    /// <summary>Whether <see cref="Output"/> is made of the scores by a softmax, a sigmoid or the like.</summary>
    public bool IsSquashed => Tensor != Output && Form is not (ScoreForm.Log or ScoreForm.LogPair);

    /// <summary>Whether the end of the graph tells the meaning, rather than what is usual.</summary>
    public bool IsToldByGraph { get; init; }

    /// <summary>The same scores with a meaning that somebody said, who knows better.</summary>
    public Scores As(ScoreMeaning meaning) => meaning == Meaning ? this : meaning switch
    {
        ScoreMeaning.Linear => new Scores(Output, Output, Classes, meaning, Why),
        ScoreMeaning.Probabilities when IsSquashed => this with { Meaning = meaning, Shares = Output },
        ScoreMeaning.Probabilities => new Scores(Output, Output, Classes, meaning, Why) { Form = ScoreForm.Log, Shares = Output },
        _ => (IsSquashed ? this with { Shares = null } : new Scores(Output, Output, Classes, meaning, Why)) with
        {
            Meaning = meaning,
            AreIndependent = meaning == ScoreMeaning.Sigmoid,
        },
    };

    /// <summary>
    /// Two classes of one number: what speaks for the second speaks against the first.
    /// </summary>
    public Scores AsPair() => this with
    {
        Classes = 2,
        Form = Form switch { ScoreForm.Log => ScoreForm.LogPair, ScoreForm.Negated => ScoreForm.ReversedPair, _ => ScoreForm.Pair },
        Meaning = Meaning == ScoreMeaning.Probabilities ? Meaning : ScoreMeaning.Sigmoid,
        AreIndependent = false,
    };
}
