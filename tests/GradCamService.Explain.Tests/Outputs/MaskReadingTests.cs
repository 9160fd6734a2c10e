using GradCamService.Explain.Outputs;
using GradCamService.Onnx.Analysis;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Outputs;

[Collection(TorchCollection.Name)]
public sealed class MaskReadingTests
{
    /// <summary>Float32 exponentials and logarithms.</summary>
    private const double FloatRounding = 1e-6;

    [Fact]
    public void Of_exclusive_classes_a_place_belongs_to_the_highest()
    {
        // Two classes at three places.
        var map = Read(new MaskReading(ScoreMeaning.Softmax, 2, 1, 3), [2, 0, 1, 1, 3, 0]);

        Assert.Equal([true, false, true], map.PlacesOf([0]).Cast<bool>());
        Assert.Equal([false, true, false], map.PlacesOf([1]).Cast<bool>());
        Assert.Equal((2, 3.0), (map.Masks[0].Count, map.Masks[0].Score));
        // Both places of class 0 lead by 1; so does none of class 1, which leads by 3.
        Assert.Equal(1 / (1 + Math.Exp(-1)), map.Masks[0].Probability!.Value, FloatRounding);
        Assert.Equal(1 / (1 + Math.Exp(-3)), map.Masks[1].Probability!.Value, FloatRounding);
        Assert.Equal(1 / (1 + Math.Exp(3)), map.Shares.Of(0, 1)!.Value, FloatRounding);
    }

    [Fact]
    public void Independent_classes_may_share_places_or_have_none()
    {
        var map = Read(new MaskReading(ScoreMeaning.Sigmoid, 3, 1, 2) { AreIndependent = true }, [1, -1, 2, 2, -3, -3]);

        Assert.Equal([true, false], map.PlacesOf([0]).Cast<bool>());
        Assert.Equal([true, true], map.PlacesOf([1]).Cast<bool>());
        Assert.Equal([0, 1], map.Masks.Keys.Order());
        Assert.Equal([false, false], map.PlacesOf([2]).Cast<bool>());
    }

    [Fact]
    public void One_number_a_place_with_two_labels_speaks_for_the_second()
    {
        var map = Read(new MaskReading(ScoreMeaning.Sigmoid, 1, 1, 2) { Form = ScoreForm.Pair }, [-2, 1]);

        Assert.Equal([true, false], map.PlacesOf([0]).Cast<bool>());
        Assert.Equal([false, true], map.PlacesOf([1]).Cast<bool>());
        Assert.Equal(1 / (1 + Math.Exp(-2)), map.Masks[0].Probability!.Value, FloatRounding);
    }

    [Fact]
    public void Shares_are_explained_by_their_logarithms()
    {
        var map = Read(new MaskReading(ScoreMeaning.Probabilities, 1, 1, 2) { Form = ScoreForm.Log, AreIndependent = true }, [0.4f, 0.8f]);

        Assert.Equal([false, true], map.PlacesOf([0]).Cast<bool>());
        Assert.Equal(Math.Log(0.8), map.Masks[0].Score, FloatRounding);
        Assert.Equal(0.8, map.Masks[0].Probability!.Value, FloatRounding);
    }

    [Fact]
    public void Channels_may_come_last()
    {
        var map = Read(new MaskReading(ScoreMeaning.Linear, 2, 1, 3) { IsLast = true }, [2, 1, 0, 3, 1, 0]);

        Assert.Equal([true, false, true], map.PlacesOf([0]).Cast<bool>());
        Assert.Null(map.Masks[0].Probability);
    }

    private static Segmentation Read(MaskReading reading, float[] values)
    {
        using var scope = NewDisposeScope();
        return reading.OutputsOf(reading.ScoresOf(tensor(values).unsqueeze(0)), [])[0].Segmentation!;
    }
}
