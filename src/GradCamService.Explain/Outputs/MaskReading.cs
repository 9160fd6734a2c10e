using System.Collections;
using GradCamService.Onnx;
using GradCamService.Onnx.Analysis;
using static TorchSharp.torch;

namespace GradCamService.Explain.Outputs;

/// <summary>A network of segmentation: a score for each class at each place.</summary>
/// <param name="Meaning">What the scores are.</param>
/// <param name="Channels">Numbers a place in the tensor that is read.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Places a row.</param>
public sealed record MaskReading(ScoreMeaning Meaning, int Channels, int Height, int Width) : OutputReading(Meaning)
{
    /// <summary>How the scores are made of those numbers.</summary>
    public ScoreForm Form { get; init; }

    /// <summary>Whether the channels are the last axis.</summary>
    public bool IsLast { get; init; }

    /// <summary>The scores, <c>[N, classes, h, w]</c>.</summary>
    public override Tensor ScoresOf(Tensor read) => Form.Scores(
        IsLast ? read.reshape(-1, Height, Width, Channels).permute(0, 3, 1, 2) : read.reshape(-1, Channels, Height, Width));

    public override IReadOnlyList<NetworkOutput> OutputsOf(Tensor scores, IReadOnlyList<Tensor> further) =>
        [.. Enumerable.Range(0, (int)scores.shape[0]).Select(image => new NetworkOutput([], [])
        {
            Segmentation = AreIndependent ? Independent(scores[image]) : Exclusive(scores[image]),
        })];

    /// <summary>Each place belongs to the class of the highest score.</summary>
    private Segmentation Exclusive(Tensor scores)
    {
        var (largest, classes) = scores.max(0);
        var (values, labels) = (TensorValues.Floats(largest), TensorValues.Longs(classes));
        var shares = new PlaceShares(Meaning, Meaning == ScoreMeaning.Softmax ? TensorValues.Floats(scores.logsumexp(0)) : null);
        var masks = labels.Distinct().ToDictionary(label => (int)label, _ => new Tally(labels.Length));
        for (var place = 0; place < labels.Length; place++)
            masks[(int)labels[place]].Add(place, values[place], shares);
        return Of(masks, shares);
    }

    /// <summary>A class is where it is likelier than not, whatever others are.</summary>
    private Segmentation Independent(Tensor scores)
    {
        var (shares, half) = (new PlaceShares(Meaning, null), PlaceShares.Half(Meaning));
        var masks = new Dictionary<int, Tally>();
        for (var each = 0; each < scores.shape[0]; each++)
        {
            var values = TensorValues.Floats(scores[each]);
            var tally = new Tally(values.Length);
            for (var place = 0; place < values.Length; place++)
                if (values[place] > half)
                    tally.Add(place, values[place], shares);
            if (tally.Count > 0)
                masks[each] = tally;
        }
        return Of(masks, shares);
    }

    private Segmentation Of(Dictionary<int, Tally> masks, PlaceShares shares) =>
        new(Height, Width, masks.ToDictionary(mask => mask.Key, mask => mask.Value.Mask), shares);

    private sealed class Tally(int places)
    {
        private readonly BitArray _places = new(places);
        private double _score;
        private double? _share = 0;

        public int Count { get; private set; }

        public ClassMask Mask => new(_places, Count, _score, _share / Count);

        public void Add(int place, double score, PlaceShares shares)
        {
            _places[place] = true;
            _score += score;
            _share += shares.Of(score, place);
            Count++;
        }
    }
}
