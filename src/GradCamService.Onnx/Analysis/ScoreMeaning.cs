namespace GradCamService.Onnx.Analysis;

/// <summary>What a network's scores are, and with that how likely it holds a class.</summary>
public enum ScoreMeaning
{
    /// <summary>Logits of classes that exclude each other: their softmax is how likely each is.</summary>
    Softmax,

    /// <summary>Logits of classes that do not: the sigmoid of each is how likely it is.</summary>
    Sigmoid,

    /// <summary>Plain numbers, such as an age, a Q-value or a feature: no share of anything.</summary>
    Linear,

    /// <summary>The network gives shares, and not by a softmax or sigmoid of the scores.</summary>
    Probabilities,
}

/// <summary>How the scores of the classes are made of the tensor that is read.</summary>
public enum ScoreForm
{
    /// <summary>They are its numbers.</summary>
    Plain,

    /// <summary>They are its numbers with the other sign: a sigmoid was subtracted from 1.</summary>
    Negated,

    /// <summary>Of its one number z, two classes: −z and z.</summary>
    Pair,

    /// <summary>Of its one number z, two classes: z and −z.</summary>
    ReversedPair,

    /// <summary>They are the logarithms of its numbers, which are shares.</summary>
    Log,

    /// <summary>Of its one share p, two classes: the logarithms of 1 − p and of p.</summary>
    LogPair,
}
