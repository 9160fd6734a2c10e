using System.Diagnostics;
using System.Text.Json;
using GradCamService.Explain.Tests;
using GradCamService.Tests.Answers;
using SkiaSharp;
using Xunit;

namespace GradCamService.Tests.Commands;

/// <summary><c>explain</c>: photos of a folder → lines, pictures and arrays.</summary>
[Collection(ServiceTests.Name)]
public sealed class ExplainTests(SharedService service) : IDisposable
{
    // Where its batch differs, a sum of float32 ends in other digits: of scores near 10, an error of 10 ulp.
    private const double Rounding = 1e-5;

    private readonly string _folder = Directory.CreateTempSubdirectory("photos").FullName;

    private string Photos => Path.Combine(_folder, "in");

    private string Results => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_photos_and_a_broken_one_are_two_answers_and_a_problem()
    {
        Put("Images/chelsea.png", "cat.png");
        Put("Images/rocket.jpg", "below/no-ending");
        File.WriteAllBytes(Path.Combine(Photos, "below", "half.jpg"), TestData.Read("Images/rocket.jpg")[..5000]);
        File.WriteAllText(Path.Combine(Photos, "notes.txt"), "no photo");

        var done = await Typed.RunAsync("explain", Photos, "--model", "efficientnet-lite0", "--concept", "tiger cat", "--output", Results, "--npz");

        Assert.Equal((3, "2 of 3 images explained; 1 could not be, and their lines say why"), (done.Exit, done.Errors.Trim()));
        var lines = Lines(done.Output);
        Assert.Equal(["below/half.jpg", "below/no-ending", "cat.png"],
            lines.Select(line => Path.GetRelativePath(Photos, line.GetProperty("file").GetString()!)));
        var problem = await JsonOf(await service.ExplainAsync(Form.With(TestData.Read("Images/rocket.jpg")[..5000], "half.jpg")));
        foreach (var name in new[] { "status", "title", "detail" })
            Assert.Equal(problem.GetProperty(name).ToString(), lines[0].GetProperty("problem").GetProperty(name).ToString());
        await SameAsHttpAsync(lines[2]);
        Picture(lines[2], "overlay", "cat-1-overlay.png", 451, 300);
        Picture(lines[2], "guidedGradCam", "cat-1-guidedGradCam.png", 224, 224);
        Picture(lines[1], "overlay", "below/no-ending-1-overlay.png", 640, 427);
        var npz = lines[2].GetProperty("npz").GetString()!;
        Assert.Equal(Path.Combine(Results, "cat.npz"), npz);
        Assert.Equal([1, 7, 7], Npz.Read(File.OpenRead(npz))["map"].Shape);
    }

    [Fact]
    public async Task Without_a_folder_for_results_there_are_numbers_only()
    {
        Put("Images/chelsea.png", "cat.png");
        var json = Path.Combine(_folder, "lines.jsonl");

        var done = await Typed.RunAsync("explain", Path.Combine(Photos, "cat.png"), "--model", "efficientnet-lite0", "--json", json);

        Assert.Equal((0, ""), (done.Exit, done.Output));
        var line = Lines(File.ReadAllText(json)).Single();
        Assert.Empty(line.GetProperty("explanations")[0].GetProperty("images").EnumerateObject());
        Assert.Equal("tiger cat", line.GetProperty("explanations")[0].GetProperty("concept").GetProperty("label").GetString());
        Assert.Equal([json, Photos], Directory.GetFileSystemEntries(_folder).OrderDescending());
    }

    [Fact]
    public async Task Photos_of_one_name_have_results_of_their_own_and_results_are_not_explained()
    {
        Put("Images/chelsea.png", "cat.png");
        Put("Images/rocket.jpg", "cat.jpg");
        var results = Path.Combine(Photos, "maps");
        string[] typed = ["explain", Photos, "--model", "efficientnet-lite0", "--output", results, "--images", "heatmap", "--image-format", "jpeg"];

        var first = await Typed.RunAsync(typed);
        var again = await Typed.RunAsync(typed);

        Assert.Equal((0, 0), (first.Exit, again.Exit));
        Assert.Equal(2, Lines(again.Output).Count);
        Assert.Equal(["cat-1-heatmap.jpeg", "cat-2-1-heatmap.jpeg"], Directory.GetFiles(results).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("--concpt x", "There is no option '--concpt'")]
    [InlineData("--concept nonsuch", "--concept: ")]
    [InlineData("--image-format gif --output {out}", "--image-format: 'gif' is not a image format")]
    [InlineData("--opacity 0.5", "'--opacity' is of pictures, and needs '--output DIR'")]
    [InlineData("--images heatmap", "'--images' is of pictures, and needs '--output DIR'")]
    [InlineData("--images none --opacity 0.5 --output {out}", "--opacity: 'opacity' would change nothing")]
    [InlineData("--question why", "--question: 'question' belongs to models for vqa")]
    [InlineData("--json {out}/no/where.jsonl", "Results cannot be written")]
    public async Task What_the_model_cannot_be_asked_is_refused_as_over_http(string typed, string expected)
    {
        Put("Images/chelsea.png", "cat.png");

        var options = typed.Replace("{out}", Results, StringComparison.Ordinal).Split(' ');

        var refused = await Typed.RunAsync(["explain", Photos, "--model", "efficientnet-lite0", .. options]);

        // First what it said: an exit code alone explains nothing.
        Assert.Contains(expected, refused.Errors, StringComparison.Ordinal);
        Assert.Equal((2, ""), (refused.Exit, refused.Output));
    }

    [Fact]
    public async Task A_model_is_a_name_a_folder_or_a_file_and_one_that_cannot_be_loaded_says_why()
    {
        Put("Images/chelsea.png", "cat.png");
        var file = Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(file, TestData.Read("Goldens/families/mobilenet_v2/script.onnx"));

        Assert.Equal(0, (await Typed.RunAsync("explain", Photos, "--model", file)).Exit);
        var unknown = await Typed.RunAsync("explain", Photos, "--model", "efficientnet-lte0");
        Assert.Equal(2, unknown.Exit);
        Assert.Contains("Did you mean 'efficientnet-lite0'?", unknown.Errors, StringComparison.Ordinal);
        File.WriteAllBytes(file, TestData.Read("Goldens/families/mobilenet_v2/script.onnx")[..5000]);
        var broken = await Typed.RunAsync("explain", Photos, "--model", file);
        Assert.Equal(1, broken.Exit);
        Assert.Contains("is not an ONNX file, or it is truncated", broken.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_memory_is_for_one_photo_at_a_time_the_others_wait_for_it()
    {
        foreach (var i in Enumerable.Range(0, 6))
            Put("Images/chelsea.png", $"{i}.png");
        using var program = Start(Photos, ("Upload__MaxBytes", "1048576"), ("Queue__MemoryBudget", "31000000"));

        var output = await program.StandardOutput.ReadToEndAsync();

        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
        Assert.Equal(6, Lines(output).Count(line => line.TryGetProperty("explanations", out _)));
    }

    [Fact]
    public async Task Interrupted_in_the_middle_of_a_batch_it_ends()
    {
        foreach (var i in Enumerable.Range(0, 200))
            Put("Images/chelsea.png", $"{i}.png");
        using var program = Start(Photos);
        await program.StandardOutput.ReadLineAsync();

        using var interrupt = Process.Start("kill", ["-INT", $"{program.Id}"]);

        var lines = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.Equal(130, program.ExitCode);
        Assert.InRange(Lines(lines).Count, 0, 198);
    }

    [Fact]
    public async Task A_full_disk_ends_it_with_a_message()
    {
        Put("Images/chelsea.png", "cat.png");

        var failed = await Typed.RunAsync("explain", Photos, "--model", "efficientnet-lite0", "--json", "/dev/full");

        Assert.Equal(1, failed.Exit);
        Assert.Contains("No space left on device", failed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_an_image_is_refused()
    {
        Directory.CreateDirectory(Photos);
        File.WriteAllText(Path.Combine(Photos, "notes.txt"), "no photo");

        var refused = await Typed.RunAsync("explain", Photos, "--model", "efficientnet-lite0");

        Assert.Equal(2, refused.Exit);
        Assert.Contains("There is no image in", refused.Errors, StringComparison.Ordinal);
    }

    private static Process Start(string photos, params (string Key, string Value)[] environment)
    {
        string[] arguments = ["explain", photos, "--model", "efficientnet-lite0"];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "GradCamService"), arguments)
        {
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

    private async Task SameAsHttpAsync(JsonElement line)
    {
        var answer = await service.ExplainAsync(Form.Of("chelsea.png", ("concept", "tiger cat"))).JsonAsync();
        Assert.Equal(Shape.Of(answer), Shape.Of(line).Except(["file", "npz"]));
        Assert.Equal(answer.GetProperty("model").ToString(), line.GetProperty("model").ToString());
        Assert.Equal(answer.GetProperty("image").ToString(), line.GetProperty("image").ToString());
        var (expected, actual) = (answer.GetProperty("explanations")[0], line.GetProperty("explanations")[0]);
        Assert.Equal(expected.GetProperty("concept").ToString(), actual.GetProperty("concept").ToString());
        Assert.Equal(BoxOf(expected), BoxOf(actual));
        Assert.Equal(expected.GetProperty("score").GetDouble(), actual.GetProperty("score").GetDouble(), Rounding);
    }

    private static string BoxOf(JsonElement entry) => entry.GetProperty("localization").GetProperty("box").ToString();

    private void Picture(JsonElement line, string name, string file, int width, int height)
    {
        var path = line.GetProperty("explanations")[0].GetProperty("images").GetProperty(name).GetString()!;
        Assert.Equal(Path.Combine(Results, file), path);
        using var picture = SKBitmap.Decode(path);
        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    private void Put(string data, string name)
    {
        var path = Path.Combine(Photos, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, TestData.Read(data));
    }
}
