using System.Net;
using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Explain.Tests.Networks;
using Xunit;

namespace GradCamService.Tests.Explanations;

/// <summary>A model whose output of twelve numbers is what it makes of a photo.</summary>
public sealed class EmbeddingTests(EmbeddingTests.AlikeService service) : IClassFixture<EmbeddingTests.AlikeService>
{
    private const string Predictions = "/v1/models/alike/predictions";
    private const string Explanations = "/v1/models/alike/explanations";
    private const string Twelve = "[1,0,0,0,0,0,0,0,0,0,0,-1]";

    /// <summary>float32's digits.</summary>
    private const double Rounding = 1e-6;

    [Fact]
    public async Task A_prediction_is_the_embedding_itself_and_how_like_it_is_to_another()
    {
        var (one, other) = (await EmbeddingAsync("chelsea.png"), await EmbeddingAsync("coffee.png"));
        var both = await service.PostAsync(Predictions, Photos("chelsea.png", "coffee.png")).JsonAsync();
        var given = await service.PostAsync(Predictions, Form.Of("chelsea.png", ("vector", Twelve))).JsonAsync();

        Assert.Equal(12, one.Length);
        Assert.Equal(one, both.GetProperty("embedding").Floats());
        Assert.Equal(Norm(one), both.GetProperty("norm").GetDouble(), Rounding * Norm(one));
        Assert.Equal(one.Zip(other, (a, b) => (double)a * b).Sum() / Norm(one) / Norm(other), both.GetProperty("similarity").GetDouble(), Rounding);
        Assert.Equal((one[0] - one[11]) / Norm(one) / Math.Sqrt(2), given.GetProperty("similarity").GetDouble(), Rounding);
        Assert.False(both.TryGetProperty("predictions", out _));

        async Task<float[]> EmbeddingAsync(string photo)
        {
            var answer = await service.PostAsync(Predictions, Form.Of(photo)).JsonAsync();
            Assert.False(answer.TryGetProperty("similarity", out _));
            return answer.GetProperty("embedding").Floats();
        }
    }

    [Fact]
    public async Task An_explanation_is_of_the_similarity_in_the_first_photo()
    {
        var predicted = await service.PostAsync(Predictions, Photos("chelsea.png", "coffee.png")).JsonAsync();

        var answer = await service.PostAsync(Explanations, Photos("chelsea.png", "coffee.png").Field("method", "grad-cam")).JsonAsync();

        var entry = answer.GetProperty("explanations")[0];
        Assert.Equal("similarity", entry.GetProperty("concept").GetProperty("label").GetString());
        Assert.Equal(predicted.GetProperty("similarity").GetDouble(), entry.GetProperty("score").GetDouble(), Rounding);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("probability").ValueKind);
        var image = answer.GetProperty("image");
        Assert.Equal((451, 300), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.Empty(answer.GetProperty("predictions").EnumerateArray());
        Assert.False(answer.TryGetProperty("embedding", out _));
        using var picture = await service.PostAsync(Explanations, Photos("chelsea.png", "coffee.png").Field("method", "grad-cam"), "image/png");
        Assert.Equal("similarity", picture.Headers.GetValues("X-Concept").Single());
    }

    [Fact]
    public async Task Of_photos_of_two_sizes_each_is_prepared_for_itself_and_of_itself_a_photo_is_a_copy()
    {
        var answer = await service.PostAsync(Predictions, Photos("chelsea.png", "chelsea.png")).JsonAsync();

        Assert.Equal(1, answer.GetProperty("similarity").GetDouble(), Rounding);
    }

    [Theory]
    [InlineData("image", "This model compares two images; there are 3.", "3")]
    [InlineData("vector", "What is explained is how like an embedding is to another: send a second part 'image' (curl: -F image=@photo.jpg -F image=@other.jpg), or in "
        + "'vector' 12 numbers, separated by commas or as a JSON array.", "1")]
    [InlineData("vector", "vector and a second image exclude each other: the photo is compared with one of them.", "2", Twelve)]
    [InlineData("vector", "The vector has 3 numbers; 'alike' makes embeddings of 12.", "1", "1,2,3")]
    [InlineData("vector", "All numbers of the vector are 0: it has no direction that an embedding could be like.", "1", "0,0,0,0,0,0,0,0,0,0,0,0")]
    [InlineData("vector", "'cat' is not a number; 'vector' takes 12 numbers, separated by commas or as a JSON array.", "1", "cat")]
    [InlineData("vector", "'1E+99' is not a number; 'vector' takes 12 numbers, separated by commas or as a JSON array.", "1", "1e99,0,0,0,0,0,0,0,0,0,0,0")]
    public async Task What_cannot_be_compared_is_refused_by_name(string field, string why, string photos, string? vector = null)
    {
        var form = Photos([.. Enumerable.Repeat("rgb.png", int.Parse(photos, System.Globalization.CultureInfo.InvariantCulture))]);

        var problem = await service.PostAsync(Explanations, vector is null ? form : form.Field("vector", vector))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal([why], problem.Errors[field]);
        Assert.Single(problem.Errors);
    }

    [Fact]
    public async Task A_second_image_that_cannot_be_read_is_told_from_the_first()
    {
        var problem = await service.PostAsync(Explanations, Photos("rgb.png", "other.ico")).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

        Assert.StartsWith("Of the part 'image' that the photo is compared with: ", Assert.Single(problem.Errors["image"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concepts_are_not_asked_for_and_their_fields_refused()
    {
        var problem = await service.PostAsync(Explanations, Photos("rgb.png", "rgb.png").Field("concept", "cat"))
            .ProblemAsync(HttpStatusCode.UnprocessableEntity);
        var other = await service.ExplainAsync(Form.Of("rgb.png", ("vector", "1"))).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.EndsWith(
            "'alike' is a model for embedding. Name what to look for in 'vector'.", Assert.Single(problem.Errors["concept"]), StringComparison.Ordinal);
        Assert.Equal(
            ["'vector' belongs to models for embedding; 'efficientnet-lite0' is a model for classification. Name what to look for in 'concept'."],
            other.Errors["vector"]);
    }

    [Fact]
    public async Task Elements_of_the_embedding_are_explained_without_a_second_image()
    {
        var element = Photos("chelsea.png").Field("output", "features").Field("index", "3").Field("method", "grad-cam");
        var compared = Photos("rgb.png", "rgb.png").Field("output", "features").Field("index", "3");

        var answer = await service.PostAsync(Explanations, element).JsonAsync();
        var problem = await service.PostAsync(Explanations, compared).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("features[3]", answer.GetProperty("explanations")[0].GetProperty("concept").GetProperty("label").GetString());
        Assert.Equal(["A second image is compared with the photo; elements of a tensor are not compared."], problem.Errors["image"]);
    }

    [Fact]
    public async Task Without_any_image_it_is_the_image_that_is_missing()
    {
        var problem = await service.PostAsync(Explanations, Form.Without(("method", "grad-cam"))).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.Contains("has no part 'image'", problem.Detail!, StringComparison.Ordinal);
    }

    private static double Norm(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));

    private static Form Photos(params string[] files) =>
        files.Aggregate(Form.Without(), (form, file) => form.File("image", TestData.Read("Images/" + file), file));

    /// <summary>The service with such a model.</summary>
    public sealed class AlikeService() : OwnModels(models => BoundNetwork.SaveInto(
        models, "alike", "{}", task: "embedding", graph: SmallNetworks.Features(new NetworkBuilder().Input("image", 1, "batch", 3, 16, 16))
            .Node("GlobalAveragePool", "relu2", "pooled").Node("Flatten", "pooled", "features").Output("features")));
}
