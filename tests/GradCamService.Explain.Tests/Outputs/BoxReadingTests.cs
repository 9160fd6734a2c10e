using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Outputs;
using GradCamService.Onnx.Analysis;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Outputs;

[Collection(TorchCollection.Name)]
public sealed class BoxReadingTests
{
    /// <summary>Float32 exponentials and logarithms.</summary>
    private const double FloatRounding = 1e-5;

    [Theory]
    [InlineData(BoxFormat.Xyxy, BoxUnit.Pixels, new float[] { 10, 20, 40, 60 })]
    [InlineData(BoxFormat.Xywh, BoxUnit.Pixels, new float[] { 10, 20, 30, 40 })]
    [InlineData(BoxFormat.Cxcywh, BoxUnit.Pixels, new float[] { 25, 40, 30, 40 })]
    [InlineData(BoxFormat.Cxcywh, BoxUnit.Normalized, new float[] { 0.25f, 0.2f, 0.3f, 0.2f })]
    public void Every_form_of_a_box_is_read_as_pixels_of_the_input(BoxFormat format, BoxUnit unit, float[] sides)
    {
        using var scope = NewDisposeScope();
        var reading = Reading(ScoreMeaning.Sigmoid, new BoxWiring(format, unit) { Output = "boxes" }, 2);

        var box = Output(reading, tensor(new float[] { 1, 2 }).reshape(1, 1, 2), tensor(sides).reshape(1, 1, 4)).Kept().Single().Box;

        var expected = new Region(10, 20, 30, 40);
        Assert.Equal((expected.X, expected.Y, expected.Width, expected.Height), (Rounded(box.X), Rounded(box.Y), Rounded(box.Width), Rounded(box.Height)));
    }

    [Theory]
    [InlineData(NoObject.First, new float[] { 0.7f, 1, 2 })]
    [InlineData(NoObject.Last, new float[] { 1, 2, 0.7f })]
    public void What_stands_for_no_object_has_a_share_and_no_label(NoObject noObject, float[] logits)
    {
        using var scope = NewDisposeScope();
        var reading = Reading(ScoreMeaning.Softmax, new BoxWiring(BoxFormat.Xyxy, BoxUnit.Pixels) { Output = "boxes", NoObject = noObject }, 3);

        var output = Output(reading, tensor(logits).reshape(1, 1, 3), zeros(1, 1, 4));

        var best = output.Kept().Single();
        Assert.Equal((1, 2f), (best.Class, best.Score));
        Assert.Equal(Math.Exp(2) / (Math.Exp(0.7) + Math.Exp(1) + Math.Exp(2)), output.Shares.Of(best.Score, best.Place)!.Value, FloatRounding);
    }

    [Theory]
    [InlineData(ScoreMeaning.Probabilities, new float[] { 0, 0, 2, 2, 0.5f, 0.25f, 0.75f })]
    // Logits of the same shares.
    [InlineData(ScoreMeaning.Sigmoid, new float[] { 0, 0, 2, 2, 0, -1.0986123f, 1.0986123f })]
    public void How_likely_there_is_an_object_counts(ScoreMeaning meaning, float[] numbers)
    {
        using var scope = NewDisposeScope();
        var tensor = new BoxTensor("all", 1, 7, false);
        var reading = new BoxReading(meaning, tensor, tensor, new BoxWiring(BoxFormat.Xyxy, BoxUnit.Pixels) { HasObjectness = true }, 100, 200);
        var read = TorchSharp.torch.tensor(numbers).reshape(1, 1, 7);

        var output = reading.OutputsOf(reading.ScoresOf(read), [read])[0].Detections!;

        var best = output.Kept().Single();
        Assert.Equal((1, new Region(0, 0, 2, 2)), (best.Class, best.Box));
        Assert.Equal(Math.Log(0.5 * 0.75), best.Score, FloatRounding);
        Assert.Equal(0.5 * 0.75, output.Shares.Of(best.Score, 0)!.Value, FloatRounding);
    }

    [Fact]
    public void Suppression_is_by_class_and_by_overlap()
    {
        var all = new[]
        {
            Proposal(0, new Region(0, 0, 10, 10), 0.9), Proposal(0, new Region(2, 0, 10, 10), 0.8), // 80 / 120
            Proposal(1, new Region(0, 0, 10, 10), 0.7), Proposal(0, new Region(5, 0, 10, 10), 0.6), // 50 / 150 with the first
        };

        Assert.Equal([0.9, 0.7, 0.6], Suppression.Kept(all, 0.5).Select(box => box.Rank));
        Assert.Equal([0.9, 0.7], Suppression.Kept(all, 0.3).Select(box => box.Rank));
        Assert.Equal(4, Suppression.Kept(all, 1).Count());
        Assert.Equal(0, Suppression.Overlap(new Region(0, 0, 0, 0), new Region(0, 0, 0, 0)));
    }

    private static BoxProposal Proposal(int index, Region box, double share) => new(0, index, box, 0, share);

    private static BoxReading Reading(ScoreMeaning meaning, BoxWiring wiring, int classes) =>
        new(meaning, new BoxTensor("scores", 1, classes, false), new BoxTensor("boxes", 1, 4, false), wiring, 100, 200);

    private static Detections Output(BoxReading reading, Tensor scores, Tensor boxes) =>
        reading.OutputsOf(reading.ScoresOf(scores), [boxes, scores])[0].Detections!;

    private static double Rounded(double value) => Math.Round(value, 4);
}
