using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GradCamService.Page.Tests;

/// <summary>The page below a path, as behind a gateway that has others.</summary>
public sealed class PrefixTests(ServedPage served)
{
    [Fact]
    public async Task A_photo_is_explained_and_nothing_is_asked_of_another_path()
    {
        // What is asked outside of the path, the screen remembers as wrong.
        await using var screen = await served.OpenBelowAsync(ServedPage.PathBase + "/", "#/explain?model=efficientnet-lite0");

        await screen.SampleAsync("coffee");

        Assert.Equal("espresso", await screen.FactAsync("Explained"));
        await screen.CheckAsync();
    }

    [Fact]
    public async Task Swagger_UI_sends_its_requests_below_the_path()
    {
        await using var screen = await served.OpenBelowAsync(ServedPage.PathBase + "/");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "API" }).ClickAsync();
        var operation = screen.Page.Locator("#operations-Models-ListModels");
        await operation.Locator(".opblock-summary").ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();

        await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();

        await Expect(operation.Locator(".request-url")).ToContainTextAsync(ServedPage.PathBase + "/v1/models");
        await Expect(operation.Locator(".live-responses-table")).ToContainTextAsync("efficientnet-lite0");
    }
}
