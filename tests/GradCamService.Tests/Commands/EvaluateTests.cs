using System.Text.Json;
using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Commands;

/// <summary><c>evaluate</c>: a folder a class → figures and a report.</summary>
[Collection(ServiceTests.Name)]
public sealed class EvaluateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evaluate").FullName;

    private string Results => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_a_class_is_measured_and_what_cannot_be_read_is_listed()
    {
        Put("Images/chelsea.png", "tiger cat/a.png");
        Put("Images/chelsea.png", "Egyptian cat/b.png");
        Put("Images/coffee.png", "espresso/c.png");
        File.WriteAllText(At("espresso/broken.jpg"), "no photo");

        var done = await RunAsync("--method", "grad-cam", "--method", "hires-cam");

        Assert.Equal(3, done.Exit);
        Assert.Contains("1 of 4 images could not be read", done.Errors, StringComparison.Ordinal);
        var results = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Results, "results.json")));
        Assert.Equal("espresso/broken.jpg", results.GetProperty("badImages")[0].GetProperty("image").GetString());
        var top1 = results.GetProperty("figures").EnumerateArray().First(figure => figure.GetProperty("name").GetString() == "top1");
        // Of the photo of the tiger cat under both names, one is right.
        Assert.Equal((2 / 3.0, 3), (top1.GetProperty("mean").GetDouble(), top1.GetProperty("count").GetInt32()));
        Assert.Equal("Egyptian cat/b.png", Assert.Single(results.GetProperty("failures").EnumerateArray()).GetProperty("image").GetString());
        Assert.Contains("top1", done.Output, StringComparison.Ordinal);
        Assert.Contains("data:image/webp", File.ReadAllText(Path.Combine(Results, "report.html")), StringComparison.Ordinal);
        // The head, a row for the best class of each photo and, where that is another, its label by each method, and one for the broken photo.
        Assert.Equal(1 + (2 * (1 + 2 + 1)) + 1, File.ReadAllLines(Path.Combine(Results, "images.csv")).Length);
    }

    [Fact]
    public async Task A_run_that_is_done_is_not_computed_again()
    {
        Put("Images/coffee.png", "espresso/c.png");
        await RunAsync();
        var figures = File.ReadAllText(Path.Combine(Results, "results.json"));

        var again = await RunAsync();

        Assert.Equal(0, again.Exit);
        Assert.Equal(figures, File.ReadAllText(Path.Combine(Results, "results.json")));
    }

    [Theory]
    [InlineData("--metric pointing", "'pointing' needs boxes")]
    [InlineData("--metric accuracies", "'accuracies' is not a metric")]
    [InlineData("--method gradcam", "'gradcam' is not a method")]
    [InlineData("--threshold 1.5", "'1.5' is not a share of the maximum")]
    [InlineData("--layer nowhere", "'nowhere' is not a target layer")]
    [InlineData("--limit 0", "--limit: '0' is not a whole number from 1")]
    [InlineData("--categories missing.json", "missing.json")]
    [InlineData("--patches 3", "--patch")]
    public async Task A_wrong_argument_is_refused_with_what_would_be_right(string arguments, string expected)
    {
        Put("Images/coffee.png", "espresso/c.png");

        var done = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, done.Exit);
        Assert.Contains(expected, done.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Results, "results.json")));
    }

    private Task<Typed> RunAsync(params string[] more) =>
        Typed.RunAsync(["evaluate", At(""), "--model", "efficientnet-lite0", "--output", Results, .. more]);

    private string At(string file) => Path.Combine(_folder, "photos", file);

    private void Put(string data, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllBytes(At(file), TestData.Read(data));
    }
}
