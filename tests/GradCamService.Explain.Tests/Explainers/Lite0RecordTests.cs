using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Outputs;
using Xunit;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>EfficientNet-Lite0 from the recorded input, against PyTorch's autograd.</summary>
[Collection(TorchCollection.Name)]
public sealed class Lite0RecordTests(Lite0 lite0, ITestOutputHelper output)
{
    /// <summary>The paper's share of the maximum, with which the records were made.</summary>
    private const double Threshold = 0.15;

    public static IEnumerable<TheoryDataRow<string>> Photos => Lite0Records.Photos.Select(photo => new TheoryDataRow<string>(photo.Image));

    public static IEnumerable<TheoryDataRow<string, string>> Concepts => Lite0Records.Photos.SelectMany(photo =>
        photo.Concepts.Select(concept => new TheoryDataRow<string, string>(photo.Image, concept.Concept)));

    [Theory]
    [MemberData(nameof(Photos))]
    public void Logits_and_the_five_best_are_the_recorded_ones(string image)
    {
        var photo = Lite0Records.Photo(image);

        var logits = lite0.Recorded(photo, "head").Output.Logits;

        var deviation = Deviation.Of(Lite0Records.Load(photo.Logits).Values, logits);
        output.WriteLine($"{image}: logits {deviation:e1}");
        Assert.InRange(deviation, 0, Tolerances.SameInput);
        Assert.Equal(photo.Top5, Ranking.Best(logits, 5));
    }

    [Theory]
    [MemberData(nameof(Concepts))]
    public void The_signed_maps_of_three_layers_are_the_recorded_ones(string image, string concept)
    {
        var (photo, record) = Find(image, concept);
        Assert.Equal(3, record.Maps.Count);
        foreach (var (layer, file) in record.Maps)
        {
            var explanation = Explain(photo, layer, record);

            var map = Lite0Records.Load(file);
            var deviation = Deviation.Of(map.Values, explanation.Map!.Values);
            output.WriteLine($"{image} {concept} {layer}: map {deviation:e1}");
            Assert.Equal((map.Shape[^2], map.Shape[^1]), (explanation.Map.Height, explanation.Map.Width));
            Assert.InRange(deviation, 0, Tolerances.OfMap(image, layer));
            Assert.Equal(record.Score, explanation.Score, Tolerances.SameInput * Math.Abs(record.Score) + Tolerances.SameInput);
        }
    }

    [Theory]
    [MemberData(nameof(Concepts))]
    public void Guided_gradients_and_guided_grad_cam_are_the_recorded_ones(string image, string concept)
    {
        var (photo, record) = Find(image, concept);

        var target = Explain(photo, "head", record);

        var guided = Deviation.Of(Lite0Records.Load(record.GuidedBackprop).Values, target.Attribution);
        var largest = target.Pixels.Max(Math.Abs);
        var product = Deviation.Of(
            Lite0Records.Load(record.GuidedGradCam).Values, Array.ConvertAll(target.Pixels, value => value / largest));
        output.WriteLine($"{image} {concept}: guided gradients {guided:e1}, guided grad-cam {product:e1}");
        Assert.InRange(guided, 0, Tolerances.RecordedAsFloat16);
        Assert.InRange(product, 0, Tolerances.RecordedAsFloat16);
    }

    [Theory]
    [MemberData(nameof(Concepts))]
    public void Box_and_peak_lie_within_an_input_pixel_of_the_recorded_ones(string image, string concept)
    {
        var (photo, record) = Find(image, concept);
        var spec = lite0.Model.Manifest.Input.Spec;
        var placement = PreparedPhoto.Of(
            [TestData.Read($"Images/{image}")], spec, 1, spec.Fit, isDrawnOn: false, new DecodeLimits(1 << 24),
            TestContext.Current.CancellationToken).Placement;
        var inputPixel = placement.Source.Width / placement.Content.Width;

        var found = Localizer.Find(Explain(photo, "head", record).Heatmap, placement, Threshold);

        var box = found.Boxes[0].Box;
        double[] edges = [box.X, box.Y, box.X + box.Width, box.Y + box.Height];
        Assert.All(record.Box.Zip(edges), pair => Assert.Equal(pair.First, pair.Second, inputPixel));
        // The recorded peak is the pixel's centre; a whole pixel of the photo begins up to one before.
        Assert.Equal(record.Peak[0], found.Peak!.Value.X + 0.5, inputPixel);
        Assert.Equal(record.Peak[1], found.Peak!.Value.Y + 0.5, inputPixel);
        Assert.Equal(record.Segments, found.Boxes.Count);
    }

    private Explanation Explain(PhotoRecord photo, string layer, ConceptRecord record) =>
        lite0.Recorded(photo, layer).Explanations[photo.Concepts.ToList().IndexOf(record)];

    private static (PhotoRecord Photo, ConceptRecord Record) Find(string image, string concept)
    {
        var photo = Lite0Records.Photo(image);
        return (photo, photo.Concepts.Single(record => record.Concept == concept));
    }
}
