using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>A tensor with so many numbers for each of a detector's boxes.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Boxes">Q.</param>
/// <param name="Numbers">Of each box.</param>
/// <param name="IsColumns">Whether a box is a column, <c>[N, numbers, Q]</c>, and not a row, <c>[N, Q, numbers]</c>.</param>
public sealed record BoxTensor(string Name, int Boxes, int Numbers, bool IsColumns)
{
    /// <returns><c>[N, Q, numbers]</c>.</returns>
    public Tensor Rows(Tensor read) =>
        IsColumns ? read.reshape(-1, Numbers, Boxes).transpose(1, 2) : read.reshape(-1, Boxes, Numbers);
}

/// <summary>A detector: boxes, and for each a score a class, before suppression.</summary>
/// <param name="Meaning">What the scores are.</param>
/// <param name="Scores">The tensor of the scores.</param>
/// <param name="Places">The tensor of the boxes; the same where they stand before the scores.</param>
/// <param name="Wiring">What the numbers are.</param>
/// <param name="InputWidth">Of the network's input, in pixels.</param>
/// <param name="InputHeight">Of the network's input, in pixels.</param>
public sealed record BoxReading(
    ScoreMeaning Meaning, BoxTensor Scores, BoxTensor Places, BoxWiring Wiring, int InputWidth, int InputHeight) : OutputReading(Meaning)
{
    /// <summary>The numbers of a box.</summary>
    public const int Sides = 4;

    // More than a photo has things in it; and a bound on all classes together.
    private const int MostOfClass = 300;
    private const int MostOfAll = 1 << 20;

    public override IReadOnlyList<string> Further => [.. new[] { Places.Name, Scores.Name }.Distinct()];

    /// <summary>Classes, without the one that stands for no object.</summary>
    public int Classes => Scores.Numbers - Skipped - (Wiring.NoObject == NoObject.None ? 0 : 1);

    // What the scores are once objectness is in them: logarithms of shares.
    private ScoreMeaning Explained => Wiring.HasObjectness ? ScoreMeaning.Probabilities : Meaning;

    private int Skipped => (Scores == Places ? Sides : 0) + (Wiring.HasObjectness ? 1 : 0);

    /// <summary>The scores, <c>[N, Q, classes]</c>.</summary>
    public override Tensor ScoresOf(Tensor read) =>
        AllScores(read).narrow(2, Wiring.NoObject == NoObject.First ? 1 : 0, Classes);

    public override IReadOnlyList<NetworkOutput> OutputsOf(Tensor scores, IReadOnlyList<Tensor> further)
    {
        var (places, all) = (Places.Rows(further[0]).narrow(2, 0, Sides), AllScores(further[^1]));
        var normalizers = Explained == ScoreMeaning.Softmax ? all.logsumexp(2) : null;
        return [.. Enumerable.Range(0, (int)scores.shape[0]).Select(image => new NetworkOutput([], [])
        {
            Detections = Of(scores[image], places[image], normalizers is null ? null : TensorValues.Floats(normalizers[image])),
        })];
    }

    /// <summary>With the class that stands for no object: <c>[N, Q, all classes]</c>.</summary>
    private Tensor AllScores(Tensor read)
    {
        var rows = Scores.Rows(read);
        var classes = rows.narrow(2, Skipped, Scores.Numbers - Skipped);
        if (!Wiring.HasObjectness)
            return Meaning == ScoreMeaning.Probabilities ? ScoreForms.Logarithm(classes) : classes;
        var objectness = rows.narrow(2, Skipped - 1, 1);
        return Meaning == ScoreMeaning.Probabilities
            ? ScoreForms.Logarithm(classes).Plus(ScoreForms.Logarithm(objectness)) : LogSigmoid(classes).Plus(LogSigmoid(objectness));
    }

    private static Tensor LogSigmoid(Tensor values) => nn.functional.logsigmoid(values);

    private Detections Of(Tensor scores, Tensor places, float[]? normalizers)
    {
        var shares = new PlaceShares(Explained, normalizers);
        var sides = TensorValues.Floats(places);
        // Whatever is subtracted from all scores of a box leaves their order, and not that of the boxes.
        var compared = normalizers is null ? scores : scores - tensor(normalizers, device: scores.device).unsqueeze(1);
        var (values, boxes) = compared.topk((int)Math.Min(Math.Min(Scores.Boxes, MostOfClass), Math.Max(MostOfAll / Classes, 1)), 0);
        var (best, found) = (TensorValues.Longs(boxes), TensorValues.Floats(scores.gather(0, boxes)));
        var byClass = Enumerable.Range(0, Classes).Select(each => (IReadOnlyList<BoxProposal>)
            [.. Enumerable.Range(0, (int)values.shape[0]).Select(row => (row * Classes) + each)
                .Select(at => ProposalOf((int)best[at], each, found[at]))
                .Where(detection => double.IsFinite(detection.Rank))]);
        return new Detections([.. byClass], [.. TensorValues.Longs(scores.argmax(1)).Select(each => (int)each)], shares, Wiring.Overlap);

        BoxProposal ProposalOf(int place, int each, float score) =>
            new(place, each, BoxOf(sides.AsSpan(place * Sides, Sides)), score, shares.Of(score, place) ?? score);
    }

    private Region BoxOf(ReadOnlySpan<float> sides)
    {
        var (a, b, c, d) = ((double)sides[0], (double)sides[1], (double)sides[2], (double)sides[3]);
        var box = Wiring.Format switch
        {
            BoxFormat.Xyxy => new Region(a, b, c - a, d - b),
            BoxFormat.Cxcywh => new Region(a - (c / 2), b - (d / 2), c, d),
            BoxFormat.Xywh => new Region(a, b, c, d),
            _ => throw new InvalidOperationException($"{Wiring.Format} is no box"),
        };
        return Wiring.Unit == BoxUnit.Normalized ? box.Scaled(InputWidth, InputHeight) : box;
    }
}
