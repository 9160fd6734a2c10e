using GradCamService.Explain.Explainers;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Targets;
using GradCamService.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Explainers;

/// <summary>Mistakes that other implementations made.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrapTests(Lite0 lite0)
{
    /// <summary>What a mistake must at least change, so that the tests could tell it.</summary>
    private const double Visible = 0.05;

    private static readonly PhotoRecord Chelsea = Lite0Records.Photo("chelsea");

    [Fact]
    public void Channel_weights_come_from_plain_gradients_even_beside_guided_ones()
    {
        var record = Chelsea.Concepts[0];
        var expected = Lite0Records.Load(record.Maps["block4"]).Values;

        var map = lite0.Recorded(Chelsea, "block4").Explanations[0].Map!.Values;

        Assert.InRange(Deviation.Of(expected, map), 0, Tolerances.SameInput);
        Assert.InRange(Deviation.Of(expected, MapOfGuidedGradients("block4", 282)), Visible, double.PositiveInfinity);
    }

    [Fact]
    public void The_final_rectifier_takes_what_speaks_against_the_concept_out_of_the_heatmap()
    {
        var explanation = lite0.Recorded(Chelsea, "block10").Explanations[0];

        Assert.True(explanation.Map!.Values.Min() < -Visible * explanation.Map.Values.Max());
        Assert.All(explanation.Heatmap, value => Assert.True(value >= 0));
        Assert.Contains(0f, explanation.Heatmap);
    }

    [Fact]
    public void Without_a_target_the_prediction_is_explained_and_not_class_0()
    {
        foreach (var photo in Lite0Records.Photos)
        {
            var explanation = lite0.Explain("head", new Asked(Input(photo), new BestPredictions(1, lite0.Model.Concepts)))[0].Explanations;

            Assert.Equal(new ClassScore(photo.Top5[0]), Assert.Single(explanation).Target.Score);
            Assert.InRange(
                Deviation.Of(Lite0Records.Load(photo.Concepts[0].Maps["head"]).Values, explanation[0].Map!.Values), 0, Tolerances.SameInput);
        }
    }

    [Fact]
    public void The_score_is_a_logit_and_not_a_share_of_the_softmax() =>
        Assert.Equal(Chelsea.Concepts[0].Score, lite0.Recorded(Chelsea, "head").Explanations[0].Score, Tolerances.SameInput * Chelsea.Concepts[0].Score);

    [Fact]
    public void Every_image_of_a_batch_is_explained_and_by_its_own_target()
    {
        var items = Lite0Records.Photos
            .Select(photo => new Asked(Input(photo), Asked.Scores(lite0.Target(photo.Concepts[1].Concept)))).ToArray();

        var results = lite0.Explain("block10", items);

        foreach (var (photo, result) in Lite0Records.Photos.Zip(results))
            Assert.InRange(
                Deviation.Of(Lite0Records.Load(photo.Concepts[1].Maps["block10"]).Values, result.Explanations[0].Map!.Values),
                0, Tolerances.OfMap(photo.Image, "block10"));
    }

    [Fact]
    public void A_counterfactual_map_is_the_negative_map_and_its_score_stays()
    {
        var (plain, counter) = (lite0.Recorded(Chelsea, "block10").Explanations[0], Explain("block10", "282", counterfactual: true));

        Assert.InRange(Deviation.Of(plain.Map!.Values, Array.ConvertAll(counter.Map!.Values, value => -value)), 0, Tolerances.Batch);
        Assert.Equal(plain.Score, counter.Score);
    }

    [Fact]
    public void Counterfactual_guided_gradients_are_those_of_the_negative_score_and_not_the_negative_gradients()
    {
        var (plain, counter) = (lite0.Recorded(Chelsea, "head").Explanations[0], Explain("head", "282", counterfactual: true));

        Assert.InRange(Deviation.Of(GuidedGradients(logits => -logits[0, 282]), counter.Attribution), 0, Tolerances.SameInput);
        Assert.InRange(
            Deviation.Of(plain.Attribution, Array.ConvertAll(counter.Attribution!, value => -value)), Visible, double.PositiveInfinity);
    }

    [Theory]
    [InlineData(0f, MapStatus.Empty)]
    [InlineData(float.NaN, MapStatus.NonFinite)]
    public void A_network_that_sees_nothing_or_overflows_says_so(float weight, MapStatus expected)
    {
        using var family = new Family("vgg", "script");
        // The last layer's weights: with zeros no score depends on the image.
        Weights(family, rank: 2).fill_(weight);

        Assert.All(MethodTable.All.Where(method => !SeesWithoutScores(method.Name, expected)),
            method => Assert.Equal(expected, Assert.Single(family.Explain(method).Explanations).Status));
    }

    /// <summary>What reads activations alone, and what weighs equal scores alike, finds something all the same.</summary>
    private static bool SeesWithoutScores(string method, MapStatus expected) =>
        method == "eigen-cam" || (expected == MapStatus.Empty && method is "score-cam");

    [Fact]
    public void A_map_without_positive_evidence_is_empty_and_not_stretched_to_a_full_picture()
    {
        var map = new SignedMap(2, 2, [-3, -1, -2, 0]);
        float[] gradients = [1, -1, 1, -1];

        Assert.Equal(MapStatus.Empty, Made(MethodTable.GradCam, map, null).Status);
        Assert.Equal(MapStatus.Empty, Made(MethodTable.GuidedGradCam, map, gradients).Status);
        Assert.Equal(MapStatus.Ok, Made(MethodTable.GuidedBackprop, null, gradients).Status);
        Assert.All(Made(MethodTable.GradCam, map, null).Heatmap, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Guided_grad_cam_is_empty_where_map_and_gradients_do_not_meet() =>
        Assert.Equal(MapStatus.Empty, Made(MethodTable.GuidedGradCam, new SignedMap(2, 2, [1, 0, 0, 0]), [0, 5, 5, 5]).Status);

    /// <summary>An explanation of a photo of 2 × 2 pixels.</summary>
    private Explanation Made(Method method, SignedMap? map, float[]? gradients)
    {
        var spec = lite0.Model.Manifest.Input.Spec with { Width = 2, Height = 2 };
        return new Explanation
        {
            Target = Asked.Scores(new ClassScore(0)).Targets[0],
            Method = method,
            Layers = [lite0.Model.DefaultLayer],
            Spec = spec,
            Photo = new PreparedPhoto(null, Placement.Of(2, 2, spec, Fit.Stretch), []),
            Score = 1,
            Map = map,
            Attribution = gradients,
        };
    }

    private Explanation Explain(string layer, string concept, bool counterfactual) => lite0
        .Explain(layer, new Asked(Input(Chelsea), Asked.Scores(lite0.Target(concept)), counterfactual))[0].Explanations[0];

    private static float[] Input(PhotoRecord photo) => Lite0Records.Load(photo.Input).Values;

    private static Tensor Weights(Family family, int rank) => family.Graph.Constants.Values.Last(constant => constant.dim() == rank);

    private float[] MapOfGuidedGradients(string layer, int index)
    {
        using var scope = NewDisposeScope();
        var (_, logits, activations) = Run(layer);
        var gradients = autograd.grad([logits[0, index]], [activations!])[0];
        return LocalizationMap.Of(activations!.detach(), gradients, ChannelWeights.GradCam).data<float>().ToArray();
    }

    private float[] GuidedGradients(Func<Tensor, Tensor> score)
    {
        using var scope = NewDisposeScope();
        var (image, logits, _) = Run(null);
        return autograd.grad([score(logits)], [image])[0].contiguous().data<float>().ToArray();
    }

    private (Tensor Image, Tensor Logits, Tensor? Activations) Run(string? layer)
    {
        var run = new GraphRun { MayGuide = true };
        var image = tensor(Input(Chelsea), [1, .. lite0.Model.InputShape]).requires_grad_();
        var decoded = lite0.Model.Network.Run(image, null, layer is null ? [] : [layer], run);
        run.Use(ReluRule.Guided);
        return (image, decoded.Logits, layer is null ? null : decoded.Activations[layer]);
    }
}
