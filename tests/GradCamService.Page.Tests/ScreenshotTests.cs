using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Xunit;

namespace GradCamService.Page.Tests;

/// <summary>The pictures of the documentation, made anew where somebody asks for it.</summary>
public sealed class ScreenshotTests(ServedPage served)
{
    private static readonly string Images = Path.Combine(Path.GetDirectoryName(Here())!, "../../docs/images");

    [Theory]
    [InlineData("page-explain", "#/explain?model=efficientnet-lite0&contours=true", "coffee", ColorScheme.Light)]
    [InlineData("page-compare", "#/compare?model=efficientnet-lite0&panes=method%3Dgrad-cam%0Amethod%3Dlayer-cam%0Amethod%3Dscore-cam", "cat", ColorScheme.Dark)]
    [InlineData("page-models", "#/models?model=efficientnet-lite0", null, ColorScheme.Light)]
    public async Task A_picture_of_each_room_for_the_documentation(string name, string place, string? sample, ColorScheme colors)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1", "It writes docs/images: UPDATE_DOCS=1 dotnet test");
        await using var screen = await served.OpenAsync(place, new() { ColorScheme = colors, ViewportSize = new() { Width = 1200, Height = 760 } });
        if (sample is not null)
            await screen.Button(sample).ClickAsync();
        await Assertions.Expect(screen.Page.Locator(".said:not(:empty), .facts dt, table").First).ToBeVisibleAsync();
        await Assertions.Expect(screen.Page.Locator("progress")).ToHaveCountAsync(0);

        await screen.Page.ScreenshotAsync(new() { Path = Path.Combine(Images, $"{name}.jpg"), Type = ScreenshotType.Jpeg, Quality = 80 });
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
