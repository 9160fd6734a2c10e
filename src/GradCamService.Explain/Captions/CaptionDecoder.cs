using GradCamService.Explain.Networks;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>
/// A network's decoder, as a search uses it. What depends on the image alone is computed once, not anew for every word and every beam;
/// and where the words so far are all in the states of recurrent layers, only the newest word is read. Shared by all requests, never
/// changed.
/// </summary>
public sealed class CaptionDecoder
{
    // Log-probabilities from states and from whole captions differ by rounding; a decoder that looks back at words differs by far more.
    private const float SameLogProbability = 1e-3f;

    // Long enough that a decoder that looks back at words is found out.
    private static readonly int[] TrialSteps = [1, 2, 3, 4];

    private readonly ImageNetwork _network;
    private readonly IReadOnlyList<ImageTensor> _ofImage;
    private readonly IReadOnlyList<DecoderState>? _states;

    private CaptionDecoder(
        ImageNetwork network, CaptionRules rules, IReadOnlyList<ImageTensor> ofImage, IReadOnlyList<DecoderState>? states) =>
        (_network, Rules, _ofImage, _states) = (network, rules, ofImage, states);

    /// <summary>What captions are made of.</summary>
    public CaptionRules Rules { get; }

    /// <summary>Whether a step reads the newest word only.</summary>
    public bool KeepsStates => _states is not null;

    /// <summary>Prepares a decoder by trying it out.</summary>
    /// <param name="network">A network that reads captions.</param>
    /// <param name="rules">What captions are made of.</param>
    /// <param name="features">What the encoder gives for one image.</param>
    internal static CaptionDecoder Prepare(ImageNetwork network, CaptionRules rules, Tensor features)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var ofImage = ImageTensor.Find(network, features);
        var whole = new CaptionDecoder(network, rules, ofImage, null);
        var states = DecoderState.Find(network.Graph.Graph, ofImage);
        var stateful = new CaptionDecoder(network, rules, ofImage, states);
        return states is not null && Agree(whole.Start(features), stateful.Start(features)) ? stateful : whole;
    }

    /// <summary>Begins the captions of a batch; tensors are owned by the caller's dispose scope.</summary>
    /// <param name="features">What the encoder gave for the images.</param>
    internal DecoderRun Start(Tensor features) => new(_network, Rules.Start, _ofImage, _states, features);

    /// <summary>Two captions that change places on the way: the same log-probabilities, or not.</summary>
    private static bool Agree(DecoderRun whole, DecoderRun stateful)
    {
        List<int>[] captions = [[], []];
        foreach (var step in TrialSteps)
        {
            var rows = captions.Select((caption, row) => new DecoderRow(0, step == 1 ? row : 1 - row, caption)).ToList();
            var (expected, actual) = (whole.Next(rows), stateful.Next(rows));
            var differences = expected.Zip(actual, (one, other) => one.Zip(other, (a, b) => Math.Abs(a - b))).SelectMany(row => row);
            if (differences.Any(difference => !(difference <= SameLogProbability)))
                return false;
            captions = [[.. captions[1], step % expected[0].Length], [.. captions[0], 2 * step % expected[0].Length]];
        }
        return true;
    }
}
