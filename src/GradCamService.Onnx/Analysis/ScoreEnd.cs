namespace GradCamService.Onnx.Analysis;

/// <summary>How shares are made at the end of a graph.</summary>
/// <param name="Name">In words, such as <c>the Softmax</c>.</param>
/// <param name="Meaning">
/// Softmax or sigmoid of <paramref name="Tensor"/>, or other shares; linear for what looks like shares and is none.
/// </param>
/// <param name="Tensor">The one tensor that is squashed into them; null where there are several.</param>
internal sealed record ScoreEnd(string Name, ScoreMeaning Meaning, string? Tensor)
{
    /// <summary>How the scores are made of the tensor.</summary>
    public ScoreForm Form { get; init; }

    /// <summary>The tensor of the shares, where the meaning does not tell how to compute them.</summary>
    public string? Shares { get; init; }

    /// <summary>By what the shares are multiplied.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Whether it is the logarithm of the shares.</summary>
    public bool IsLog { get; init; }

    public bool AreIndependent { get; init; }

    public static ScoreEnd Softmax(string name, string tensor) => new(name, ScoreMeaning.Softmax, tensor);

    public static ScoreEnd Sigmoid(string name, string tensor) => new(name, ScoreMeaning.Sigmoid, tensor) { AreIndependent = true };

    /// <summary>Shares by another rule than those two: the graph has to compute them.</summary>
    public static ScoreEnd Other(string name, string tensor, string shares) =>
        new(name, ScoreMeaning.Probabilities, tensor) { Shares = shares, AreIndependent = true };

    /// <summary>Shares that are made of other shares.</summary>
    public static ScoreEnd Mixed(string name, string shares, bool areIndependent) =>
        new(name, ScoreMeaning.Probabilities, null) { Shares = shares, AreIndependent = areIndependent };

    /// <summary>What looks like shares and is none, such as a sigmoid that is scaled to years.</summary>
    public static ScoreEnd Number(string name) => new(name, ScoreMeaning.Linear, null);

    /// <summary>1 − shares.</summary>
    public ScoreEnd Complement(string shares) => Meaning switch
    {
        ScoreMeaning.Sigmoid when !IsLog && Weight == 1 => this with { Form = Form == ScoreForm.Plain ? ScoreForm.Negated : ScoreForm.Plain },
        ScoreMeaning.Probabilities when Tensor is not null && !IsLog => this with
        {
            Form = Form == ScoreForm.Plain ? ScoreForm.Negated : ScoreForm.Plain,
            Shares = shares,
        },
        ScoreMeaning.Linear => this,
        _ => Mixed($"1 less {Name}", shares, true),
    };

    /// <summary>Shares multiplied by a number.</summary>
    public ScoreEnd Times(double factor, string shares) => Meaning == ScoreMeaning.Linear ? this
        : IsLog || factor <= 0 ? Number($"{Name}, multiplied")
        : this with { Weight = Weight * factor, Shares = Shares is null ? null : shares };
}
