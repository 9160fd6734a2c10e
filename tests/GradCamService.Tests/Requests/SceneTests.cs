using System.Net;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Requests;

/// <summary>A network of four channels whose manifest says that a photo and an infrared photo are sent.</summary>
public sealed class SceneTests : IAsyncLifetime
{
    private const string Predictions = "/v1/models/scene/predictions";

    private readonly string _models = Directory.CreateTempSubdirectory("models").FullName;
    private Service _service = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_models, "scene")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "ch4.onnx"), TestData.Read("Reports/15-inputs-refused/ch4.onnx"));
        File.WriteAllText(Path.Combine(folder, "model.json"), """
            { "name": "scene", "task": "classification", "graph": "ch4.onnx",
              "input": { "width": 64, "height": 64, "further": ["gray"], "mean": [127.5], "std": [127.5] } }
            """);
        _service = await Service.StartAsync(null, ("Models:Directories:0", _models));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_models, recursive: true);
    }

    [Fact]
    public async Task A_request_has_a_part_for_each_photo_in_the_models_order()
    {
        var there = await _service.PostAsync(Predictions, Scene("rgb.png", "gray.png")).JsonAsync();
        var back = await _service.PostAsync(Predictions, Scene("gray.png", "rgb.png")).JsonAsync();

        Assert.NotEqual(there.GetProperty("predictions").ToString(), back.GetProperty("predictions").ToString());
        Assert.Equal("gray", (await _service.Client.GetAsync("/v1/models/scene").JsonAsync()).GetProperty("input").GetProperty("further")[0].GetString());
    }

    [Theory]
    [InlineData("This model sees 2 photos of a scene (rgb, gray), each a part 'image'; there is 1.", "rgb.png")]
    [InlineData("This model sees 2 photos of a scene (rgb, gray), each a part 'image'; there are 3.", "rgb.png", "rgb.png", "rgb.png")]
    [InlineData("Images of one request must be of one size; they are 40 × 24, 1 × 1.", "rgb.png", "one-pixel.png")]
    public async Task Other_numbers_and_sizes_are_refused_in_words(string why, params string[] files)
    {
        var problem = await _service.PostAsync(Predictions, Scene(files)).ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Contains(why, problem.Text, StringComparison.Ordinal);
    }

    private static Form Scene(params string[] files) => files.Aggregate(
        Form.Without(), (form, file) => form.File("image", TestData.Read("Images/" + file), file));
}
