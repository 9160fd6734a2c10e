using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GradCamService.Page.Tests;

/// <summary>The page of a service that asks who calls.</summary>
public sealed class KeyTests(AskingPage asking) : IClassFixture<AskingPage>
{
    private const string Jobs = "#/jobs";

    [Fact]
    public async Task A_key_is_asked_for_and_is_sent_with_every_request()
    {
        await using var screen = await asking.OpenAsync("#/explain?model=efficientnet-lite0");
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This route asks who calls.");
        await Expect(screen.Page.GetByLabel("Key or token")).ToBeFocusedAsync();
        await screen.CheckAsync();

        await UseAsync(screen, AskingPage.Key);
        await screen.SampleAsync("cat");

        await screen.CheckAsync();
        Assert.DoesNotContain(AskingPage.Key, screen.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_said_to_be_wrong_and_another_can_be_typed()
    {
        await using var screen = await asking.OpenAsync(Jobs);

        await UseAsync(screen, "wrong");
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The key is not known here.");
        await UseAsync(screen, AskingPage.Key);

        await Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Jobs and reports" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_job_is_followed_to_its_end_and_its_answers_are_saved_with_the_key()
    {
        await using var screen = await asking.OpenAsync(Jobs);
        await UseAsync(screen, AskingPage.Key);
        await screen.Page.GetByLabel("Photos").SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Data/Images/rocket.jpg"));

        await screen.Button("Submit").ClickAsync();
        var row = screen.Page.Locator("job-row").First;
        await Expect(row.Locator(".state.succeeded")).ToBeVisibleAsync();
        var answers = await screen.Page.RunAndWaitForDownloadAsync(() => row.GetByRole(AriaRole.Button, new() { Name = "JSON" }).ClickAsync());
        await row.GetByRole(AriaRole.Button, new() { Name = "Photos" }).ClickAsync();
        var answer = await screen.Page.RunAndWaitForDownloadAsync(() => row.GetByRole(AriaRole.Button, new() { Name = "rocket.jpg" }).ClickAsync());

        Assert.EndsWith(".json", answers.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("explanations", await File.ReadAllTextAsync(await answer.PathAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_kept_when_the_page_is_loaded_again_and_in_no_other_window()
    {
        await using var screen = await asking.OpenAsync(Jobs);
        await UseAsync(screen, AskingPage.Key);
        await Expect(screen.Page.GetByText("Key: set")).ToBeVisibleAsync();

        await screen.Page.ReloadAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Heading, new() { Name = "Jobs and reports" })).ToBeVisibleAsync();
        var other = await screen.Page.Context.NewPageAsync();
        await other.GotoAsync(screen.Page.Url);
        await Expect(other.GetByRole(AriaRole.Alert)).ToContainTextAsync("This route asks who calls.");
    }

    [Fact]
    public async Task Swagger_UI_can_hold_a_key()
    {
        await using var screen = await asking.OpenAsync(Jobs);
        await screen.Page.GotoAsync(new Uri(asking.Address, "swagger/").ToString());

        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Authorize", Exact = true }).ClickAsync();
        await screen.Page.Locator("#api_key_value, input[aria-label=auth-bearer-value]").First.FillAsync(AskingPage.Key);
        await screen.Page.Locator(".auth-container").First.GetByRole(AriaRole.Button, new() { Name = "Apply credentials" }).ClickAsync();
        await screen.Page.Locator(".close-modal").First.ClickAsync();
        await screen.Page.Locator("#operations-Models-ListModels").ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).First.ClickAsync();
        await screen.Page.GetByRole(AriaRole.Button, new() { Name = "Execute" }).First.ClickAsync();

        await Expect(screen.Page.Locator("#operations-Models-ListModels .live-responses-table td.response-col_status:not(.col_header)")).ToContainTextAsync("200");
    }

    private static async Task UseAsync(Screen screen, string key)
    {
        await screen.Page.GetByLabel("Key or token").FillAsync(key);
        await screen.Button("Use").ClickAsync();
    }
}

/// <summary>A service with one model and one caller, which it asks for a key.</summary>
public sealed class AskingPage(ServedPage served) : IAsyncLifetime
{
    public const string Key = "gck_of-the-page";

    private GradCamService.Tests.ServiceProcess? _service;

    public Uri Address => _service!.Client.BaseAddress!;

    public async Task<Screen> OpenAsync(string place)
    {
        var screen = await served.OpenWindowAsync(() => Address);
        await screen.GoAsync(place, ".problem");
        return screen;
    }

    public async ValueTask InitializeAsync()
    {
        if (!served.HasBrowser)
            return;
        _service = GradCamService.Tests.ServiceProcess.Start(
            ("Auth__Keys__0__Name", "page"), ("Auth__Keys__0__Roles__0", "explain"), ("Auth__Keys__0__Roles__1", "jobs"),
            ("Auth__Keys__0__Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))));
        await _service.UntilReadyAsync();
    }

    public ValueTask DisposeAsync()
    {
        _service?.Dispose();
        return ValueTask.CompletedTask;
    }
}
