using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GradCamService.Page.Tests;

/// <summary>Requests of the page that are refused, slow, ended or lost.</summary>
public sealed class RequestTests(ServedPage served)
{
    private const string Classifier = "#/explain?model=efficientnet-lite0";

    [Fact]
    public async Task What_the_service_refuses_is_said_in_its_words_at_the_field()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.SampleAsync("cat");
        var concept = screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Concept", Exact = true });

        await concept.FillAsync("tiger cta");
        await concept.PressAsync("Enter");

        await Expect(screen.Page.Locator("[data-remark=concept]")).ToContainTextAsync("No concept is called 'tiger cta'");
        await Expect(concept).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await screen.CheckAsync();
    }

    [Fact]
    public async Task A_slow_request_shows_that_it_runs_and_ends_when_it_is_cancelled()
    {
        await using var screen = await served.OpenAsync(Classifier);
        var ended = new TaskCompletionSource();
        screen.Page.RequestFailed += (_, request) => { if (request.Url.EndsWith("/explanations", StringComparison.Ordinal)) ended.TrySetResult(); };
        await screen.Page.RouteAsync("**/explanations", _ => Task.CompletedTask);
        await screen.Button("cat").ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Progressbar, new() { Name = "Explaining" })).ToBeVisibleAsync();

        await screen.Button("Cancel").ClickAsync();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Expect(screen.Page.Locator("request-state")).ToHaveTextAsync("Cancelled.");
        await screen.Page.UnrouteAllAsync();
        await screen.SampleAsync("cat");
    }

    [Fact]
    public async Task A_service_that_is_away_or_full_can_be_asked_again()
    {
        await using var screen = await served.OpenAsync(Classifier);
        await screen.Page.RouteAsync("**/explanations", route => route.FulfillAsync(new()
        {
            Status = 429,
            ContentType = "application/problem+json",
            Headers = new Dictionary<string, string> { ["Retry-After"] = "3" },
            Body = """{ "title": "Too many requests", "status": 429, "detail": "The queue is full." }""",
        }));
        await screen.Button("cat").ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There may be room again in 3 s.");
        await screen.Page.UnrouteAllAsync();

        await screen.Button("Try again").ClickAsync();

        await screen.AnsweredAsync();
    }

    [Fact]
    public async Task A_model_of_a_pane_that_is_not_served_is_said_to_be_none_and_no_other_is_taken()
    {
        await using var screen = await served.OpenAsync("#/compare?model=efficientnet-lite0&panes=method%3Dgrad-cam%0Amodel%3Dnonsuch");

        await screen.Button("cat").ClickAsync();

        await Expect(screen.Page.Locator("compare-pane").Last.GetByRole(AriaRole.Alert)).ToContainTextAsync("nonsuch");
        await Expect(screen.Page.Locator(".said:not(:empty)")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_result_that_cannot_be_fetched_is_said_to_be_lost()
    {
        await using var screen = await served.OpenAsync("#/jobs");
        await screen.Page.GetByLabel("Photos").SetInputFilesAsync(Path.Combine(AppContext.BaseDirectory, "Data/Images/rocket.jpg"));
        await screen.Button("Submit").ClickAsync();
        var row = screen.Page.Locator("job-row").First;
        await Expect(row.Locator(".succeeded")).ToBeVisibleAsync();
        await screen.Page.RouteAsync("**/result", route => route.AbortAsync());

        await row.GetByRole(AriaRole.Button, new() { Name = "ZIP" }).ClickAsync();

        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The service cannot be reached.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(screen.Page.GetByText("There are none.")).ToBeVisibleAsync();
    }
}
