using GradCamService.Explain.Manifests;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Layers;

/// <summary>Finds the scores that are explained and what they mean: what the manifest says, then what the graph's end tells, then what is usual.</summary>
/// <param name="network">The network.</param>
/// <param name="probe">A run of it.</param>
internal sealed class ScoreCompletion(ImageNetwork network, NetworkProbe probe)
{
    // Of shares that were computed in float32 or less.
    private const double Rounding = 1e-2;

    private Graph Graph => network.Graph.Graph;

    /// <summary>The scores of a list of classes, answers, actions or words.</summary>
    public static FoundOutputs Find(OutputSearch search)
    {
        var (manifest, scores) = new ScoreCompletion(search.Network, search.Probe).Complete(search.Manifest, search.Usual, search.Labels);
        return new FoundOutputs(manifest, scores.Tensor, ScoreReading.Of(scores), scores.Classes);
    }

    /// <param name="manifest">What is known.</param>
    /// <param name="usual">What the scores of the manifest's task are; null where the graph tells.</param>
    /// <param name="labels">How many names the manifest's list has; null where it names none.</param>
    /// <returns>
    /// The scores, and the manifest with output and scores; <see cref="ModelManifest.Inferred"/> says how each was found.
    /// </returns>
    /// <exception cref="OnnxException">The graph has no scores.</exception>
    public (ModelManifest Manifest, Scores Scores) Complete(ModelManifest manifest, ScoreMeaning? usual, int? labels)
    {
        var inferred = new Dictionary<string, string>(manifest.Inferred);
        var found = Found(manifest, labels);
        var scores = (manifest.Scores ?? usual) is { } said ? found.As(said) : found;
        if (manifest.Scores is null && usual is not null)
            scores = (found.Form == ScoreForm.Plain ? found : scores) with { Meaning = usual.Value, Shares = null, Why = "plain numbers, as all of such models" };
        if (scores is { Classes: 1 } && labels == 2 && manifest.Scores is not ScoreMeaning.Linear)
            scores = scores.AsPair() with { Why = $"of the one number {scores.Why}, two labels: it speaks for the second and against the first" };
        if (manifest.Scores is ScoreMeaning.Probabilities)
            CheckShares(manifest, scores);
        if (manifest.Output is null)
            inferred["output"] = OutputInWords(found);
        if (manifest.Scores is null)
            inferred["scores"] = $"{Names.Of(scores.Meaning)}: {scores.Why}";
        return (manifest with
        {
            // What is read again from a manifest must be found again: of shares, the output itself tells how they are made.
            Output = manifest.Output ?? (scores is { Form: ScoreForm.Plain, Shares: null } ? scores.Tensor : scores.Output),
            Scores = scores.Meaning,
            Inferred = inferred,
        }, scores);
    }

    private void CheckShares(ModelManifest manifest, Scores scores)
    {
        if (probe.Trace.ValuesOf(scores.Shares!) is { } values && values.Any(value => value / scores.Certain is < -Rounding or > 1 + Rounding))
            throw manifest.Problem(FormattableString.Invariant(
                $"scores: says probabilities, and '{scores.Shares}' has numbers from {values.Min():g3} to {values.Max():g3}; shares go from 0 to 1"));
    }

    private Scores Found(ModelManifest manifest, int? labels)
    {
        if (network.Encoder is null && network.Wiring.Text is null)
            return manifest.Output is { } output
                ? ScoreSearch.Of(Graph, probe.Trace, network.Wiring.Image, output, labels)
                : ScoreSearch.Find(Graph, probe.Trace, network.Wiring.Image, labels);
        var first = manifest.Output ?? Graph.Outputs[0];
        return new Scores(first, first, (int)probe.OutputShape(first)[^1], ScoreMeaning.Softmax, "logits of words or answers, as is usual");
    }

    private string OutputInWords(Scores scores) => $"'{scores.Tensor}': "
        + (network.Encoder is not null || network.Wiring.Text is not null ? "the graph's first output"
            : (Graph.Outputs.Count > 1 ? $"of the graph's {Graph.Outputs.Count} outputs '{scores.Output}', the deepest with one number a class; " : "")
                + (scores.Tensor == scores.Output ? "the output itself" : scores.Why));
}
