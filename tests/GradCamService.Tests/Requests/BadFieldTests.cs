using System.Net;
using GradCamService.Tests.Problems;
using Xunit;

namespace GradCamService.Tests.Requests;

/// <summary>Fields that are wrong: refused by their name, with what would be right.</summary>
[Collection(ServiceTests.Name)]
public sealed class BadFieldTests(SharedService service)
{
    [Theory]
    [InlineData("concept", "tigr cat", "'tiger cat'")]
    [InlineData("concept", "", "must be named")]
    [InlineData("concept", "1000", "0 to 999")]
    [InlineData("concept", "-1", "0 to 999")]
    [InlineData("concept", "crane", "index 134")]
    [InlineData("concept", "crane", "index 517")]
    [InlineData("against", "qwertz", "No concept is called 'qwertz'")]
    [InlineData("against", "crane", "n03126707")]
    [InlineData("layer", "haed", "block2, block4, block10, head. Did you mean 'head'?")]
    [InlineData("method", "gradcam", "guided-finer-cam, guided-shapley-cam. Did you mean 'grad-cam'?")]
    [InlineData("method", "", "grad-cam, grad-cam++, xgrad-cam, layer-cam, hires-cam")]
    [InlineData("colormap", "jett", "jet, viridis, turbo, inferno, gray. Did you mean 'jet'?")]
    [InlineData("fit", "cropp", "crop, stretch, pad. Did you mean 'crop'?")]
    [InlineData("images", "overlays", "overlay, heatmap, guidedGradCam, guidedBackprop, attribution, none. Did you mean 'overlay'?")]
    [InlineData("top", "0", "1 to 100")]
    [InlineData("top", "101", "1 to 100")]
    [InlineData("top", "1001", "1 to 100")]
    [InlineData("top", "-3", "1 to 100")]
    [InlineData("top", "three", "'three' is not a whole number")]
    [InlineData("top", "2.5", "'2.5' is not a whole number")]
    [InlineData("top", "99999999999", "'99999999999' is not a whole number")]
    [InlineData("threshold", "2", "0 to 1")]
    [InlineData("threshold", "-0.1", "0 to 1")]
    [InlineData("threshold", "NaN", "0 to 1")]
    [InlineData("threshold", "Infinity", "0 to 1")]
    [InlineData("threshold", "half", "'half' is not a share of the maximum from 0 to 1, otsu, or a percentile from p0 to p100 such as p97.5")]
    [InlineData("threshold", "p101", "p0 to p100")]
    [InlineData("threshold", "otsu2", "otsu")]
    [InlineData("counterfactual", "maybe", "true or false")]
    [InlineData("opacity", "1.5", "'1.5' is not a number from 0 to 1")]
    [InlineData("draw", "box", "boxes, contours, legend, caption. Did you mean 'boxes'?")]
    [InlineData("frame", "photos", "input, photo. Did you mean 'photo'?")]
    [InlineData("enlarge", "2", "true or false")]
    [InlineData("imageFormat", "jpg", "png, jpeg, webp. Did you mean 'jpeg'?")]
    [InlineData("concpet", "dog", "did you mean 'concept'?")]
    [InlineData("xyz", "1", "There is no field 'xyz'")]
    public async Task A_wrong_field_is_refused_with_what_would_be_right(string field, string value, string expected)
    {
        var problem = await service.ExplainAsync(Form.Of("chelsea.png", (field, value))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal([field], problem.Errors.Keys);
        Assert.Contains(expected, Assert.Single(problem.Errors[field]), StringComparison.Ordinal);
        Assert.Equal(problem.Errors[field][0], problem.Detail);
        await NextRequest.IsUnharmedAsync(service);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var form = Form.Without(
            ("concept", "crane"), ("concept", "tigr"), ("concpet", "x"), ("layer", "x"), ("method", "x"), ("colormap", "x"), ("threshold", "2"),
            ("top", "0"), ("images", "none"), ("images", "overlay"));

        var problem = await service.ExplainAsync(form).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            ["colormap", "concept", "concpet", "image", "images", "layer", "method", "threshold", "top"],
            problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, problem.Errors["concept"].Length);
        Assert.Equal("Several fields of the request are wrong; see errors.", problem.Detail);
    }

    [Fact]
    public async Task Naming_concepts_and_asking_for_the_best_exclude_each_other()
    {
        var problem = await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "282"), ("top", "2"))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("exclude each other", Assert.Single(problem.Errors["top"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_concepts_than_a_request_may_have_are_refused()
    {
        var fields = Enumerable.Range(0, 101).Select(i => ("concept", $"{i}")).ToArray();

        var problem = await service.ExplainAsync(Form.Of("chelsea.png", fields)).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("At most 100 concepts can be explained by one request.", Assert.Single(problem.Errors["concept"]));
    }

    [Fact]
    public async Task A_field_in_the_url_is_refused_and_not_ignored()
    {
        var problem = await service.PostAsync("/v1/models/efficientnet-lite0/explanations?concept=dog", Form.Of("chelsea.png"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains("parts of the form", Assert.Single(problem.Errors["concept"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_wrong_value_is_not_echoed_in_full()
    {
        var problem = await service.ExplainAsync(Form.Of("chelsea.png", ("concept", new string('x', 5000)), ("method", new string('y', 5000))))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.InRange(problem.Text.Length, 1, 1000);
    }

    [Theory]
    [InlineData("top", "0", "1 to 1000")]
    [InlineData("top", "1001", "1 to 1000")]
    [InlineData("fit", "zoom", "crop, stretch, pad")]
    [InlineData("concept", "dog", "There is no field 'concept'")]
    public async Task Predictions_refuse_likewise(string field, string value, string expected)
    {
        var problem = await service.PredictAsync(Form.Of("chelsea.png", (field, value))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(expected, Assert.Single(problem.Errors[field]), StringComparison.Ordinal);
    }
}
