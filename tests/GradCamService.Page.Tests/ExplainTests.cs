using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GradCamService.Page.Tests;

public sealed class ExplainTests(ServedPage served)
{
    private const string Classifier = "#/explain?model=efficientnet-lite0";

    [Fact]
    public async Task A_sample_is_explained_as_soon_as_it_is_chosen()
    {
        await using var screen = await served.OpenAsync();

        await screen.SampleAsync("coffee");

        Assert.Equal("espresso", await screen.FactAsync("Explained"));
        await Expect(screen.Page.Locator(".chip[aria-pressed=true]")).ToContainTextAsync("espresso");
        await screen.CheckAsync();
    }

    [Fact]
    public async Task A_photo_is_chosen_dropped_or_pasted()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.Page.GetByLabel("Choose a photo").SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Data/Images/chelsea.png"));
        await screen.AnsweredAsync();
        Assert.Equal("tiger cat", await screen.FactAsync("Explained"));

        foreach (var kind in new[] { "paste", "drop" })
        {
            await screen.Page.EvaluateAsync(
                """
                async kind => {
                  const blob = await (await fetch('samples/rocket.jpg')).blob();
                  const data = new DataTransfer();
                  data.items.add(new File([blob], `${kind}.jpg`, { type: 'image/jpeg' }));
                  document.body.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true }) : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
                }
                """, kind);
            await Expect(screen.Page.Locator(".names")).ToHaveTextAsync($"{kind}.jpg");
            await screen.AnsweredAsync();
            Assert.NotEqual("tiger cat", await screen.FactAsync("Explained"));
        }
    }

    [Fact]
    public async Task What_is_typed_is_searched_and_chosen_by_keys_and_a_class_that_lost_is_compared_with_the_winner()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.SampleAsync("cat");
        var winner = await screen.FactAsync("Explained");

        var concept = screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Concept", Exact = true });
        await concept.FillAsync("lynx");
        await Expect(screen.Page.Locator("[role=option]").First).ToContainTextAsync("lynx");
        await concept.PressAsync("ArrowDown");
        await concept.PressAsync("Enter");
        await Expect(screen.Page.Locator(".facts")).ToContainTextAsync("lynx");
        await screen.AnsweredAsync();
        await screen.Button("Why not lynx", exact: false).ClickAsync();
        await Expect(screen.Page.Locator(".facts")).ToContainTextAsync($"lynx rather than {winner}");
        await Expect(screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Against" })).ToHaveValueAsync(winner);
        Assert.Contains("against=", screen.Page.Url, StringComparison.Ordinal);
        await screen.CheckAsync();
    }

    [Fact]
    public async Task At_another_threshold_the_boxes_are_those_of_the_service()
    {
        await using var screen = await served.OpenAsync(Classifier + "&method=grad-cam");
        await screen.SampleAsync("coffee");

        foreach (var threshold in new[] { 0.15, 0.5, 0.85 })
        {
            await screen.Page.GetByLabel("Threshold").EvaluateAsync("(input, value) => { input.value = value; input.dispatchEvent(new Event('input')); }", threshold);

            var expected = (await AskAsync(("method", "grad-cam"), ("images", "none"), ("threshold", threshold.ToString(CultureInfo.InvariantCulture))))
                .GetProperty("explanations")[0].GetProperty("localization");
            var box = expected.GetProperty("box");
            Assert.Equal($"{box.GetProperty("x")}, {box.GetProperty("y")}, {box.GetProperty("width")} × {box.GetProperty("height")}", await screen.FactAsync("Largest box"));
            Assert.Equal($"{expected.GetProperty("boxes").GetArrayLength()}", await screen.FactAsync("Boxes"));
        }
    }

    [Fact]
    public async Task The_cursor_is_moved_by_clicks_and_keys_and_says_what_the_map_has_there()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.SampleAsync("coffee");
        var (view, said) = (screen.Page.Locator(".port"), screen.Page.Locator(".readout"));

        await view.ClickAsync(new() { Position = new() { X = 300, Y = 200 } });
        await Expect(said).ToContainTextAsync("of the maximum; cell");
        var before = await said.TextContentAsync();
        await view.PressAsync("ArrowRight");
        await Expect(said).Not.ToHaveTextAsync(before!);
        for (var i = 0; i < 12; i++)
            await view.PressAsync("Shift+ArrowLeft");
        await Expect(said).ToContainTextAsync("x 0, ");
        await Expect(said).ToContainTextAsync("outside what the model saw");
        await view.PressAsync("+");
        Assert.Contains("scale(1.5)", await screen.Page.Locator(".stage").GetAttributeAsync("style"), StringComparison.Ordinal);
        await view.PressAsync("0");
        Assert.Contains("scale(1)", await screen.Page.Locator(".stage").GetAttributeAsync("style"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_speaks_for_a_concept_the_page_says_what_that_means_and_what_to_try()
    {
        await using var screen = await served.OpenAsync(Classifier + "&concept=dog&against=espresso&method=grad-cam");
        await screen.SampleAsync("coffee");

        await Expect(screen.Page.Locator(".empty")).ToContainTextAsync("No region speaks for dog.");
        await screen.Button("See what speaks against it").ClickAsync();
        await Expect(screen.Page.Locator(".empty")).ToHaveCountAsync(0);
        await screen.CheckAsync();
    }

    [Fact]
    public async Task Everything_is_reached_by_keys()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await PressUntilAsync(screen, "coffee");
        await screen.Page.Keyboard.PressAsync("Enter");
        await screen.AnsweredAsync();
        await PressUntilAsync(screen, "Heatmap");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Button("Heatmap")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(screen.Button("Heatmap")).ToBeFocusedAsync();
        await PressUntilAsync(screen, "cup");
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Facts).ToContainTextAsync("cup");
        await PressUntilAsync(screen, "curl");
    }

    [Fact]
    public async Task Settings_stand_in_the_address_and_the_photo_never_does()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.SampleAsync("cat");
        await screen.Page.GetByLabel("Colours", new() { Exact = true }).SelectOptionAsync("viridis");
        await screen.Button("tiger cat", exact: false).ClickAsync();
        await Expect(screen.Facts).ToContainTextAsync("tiger cat");
        var address = screen.Page.Url;
        Assert.Contains("colormap=viridis", address, StringComparison.Ordinal);
        Assert.DoesNotContain("chelsea", address, StringComparison.Ordinal);

        await using var other = await served.OpenAsync(new Uri(address).Fragment);
        await other.SampleAsync("cat");

        Assert.Equal("tiger cat", await other.FactAsync("Explained"));
        await Expect(other.Page.GetByLabel("Colours", new() { Exact = true })).ToHaveValueAsync("viridis");
    }

    [Fact]
    public async Task What_was_asked_can_be_asked_again_after_a_reload_until_it_is_cleared()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.SampleAsync("coffee");
        await screen.GoAsync("");
        await screen.Page.GetByText("Before (1)").ClickAsync();

        await screen.Button("coffee.jpg", exact: false).ClickAsync();
        await screen.AnsweredAsync();
        Assert.Equal("espresso", await screen.FactAsync("Explained"));

        await screen.GoAsync("");
        await screen.Page.GetByText("Before (2)").ClickAsync();
        await screen.Button("Clear").ClickAsync();
        await Expect(screen.Page.GetByText("Before (0)")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Answers_are_taken_along_as_files_and_requests_as_code_that_works()
    {
        await using var screen = await served.OpenAsync(Classifier + "&concept=cup");
        await screen.SampleAsync("coffee");
        foreach (var (button, ending, first) in new[] { ("PNG", "png", "89504E47"), ("JPEG", "jpg", "FFD8FF"), ("NPZ", "npz", "504B0304"), ("JSON", "json", "7B") })
        {
            var file = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Button(button).ClickAsync());
            Assert.Equal($"coffee-explained.{ending}", file.SuggestedFilename);
            Assert.StartsWith(first, Convert.ToHexString(await File.ReadAllBytesAsync(await file.PathAsync())), StringComparison.Ordinal);
        }

        await screen.Button("curl").ClickAsync();
        var code = await screen.Page.GetByLabel("Code").InputValueAsync();
        var folder = Directory.CreateTempSubdirectory("curl");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "coffee.jpg"), await served.Client.GetByteArrayAsync("/samples/coffee.jpg"));
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", code]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!;
        var answer = JsonSerializer.Deserialize<JsonElement>(await shell.StandardOutput.ReadToEndAsync());
        folder.Delete(recursive: true);
        Assert.Equal("cup", answer.GetProperty("explanations")[0].GetProperty("concept").GetProperty("label").GetString());
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 320)]
    [InlineData(ColorScheme.Light, 320)]
    [InlineData(ColorScheme.Dark, 1360)]
    public async Task It_is_used_on_a_phone_and_in_the_dark(ColorScheme colors, int width)
    {
        await using var screen = await served.OpenAsync(Classifier, new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 700 }, ReducedMotion = ReducedMotion.Reduce });
        await screen.SampleAsync("coffee");

        await screen.CheckAsync();
        var ground = await screen.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(colors == ColorScheme.Dark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)", ground);
    }

    private async Task<JsonElement> AskAsync(params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(await served.Client.GetByteArrayAsync("/samples/coffee.jpg")), "image", "coffee.jpg");
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        using var response = await served.Client.PostAsync("/v1/models/efficientnet-lite0/explanations", form);
        return JsonSerializer.Deserialize<JsonElement>(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    /// <summary>As far as a button that begins so, as somebody goes who has no mouse.</summary>
    private static async Task PressUntilAsync(Screen screen, string name)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            await screen.Page.Keyboard.PressAsync("Tab");
            if ((await screen.Page.EvaluateAsync<string>("document.activeElement.textContent")).StartsWith(name, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"No press of Tab comes to '{name}'.");
    }
}
