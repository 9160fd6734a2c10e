using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace GradCamService.Page.Tests;

public sealed class RoomTests(ServedPage served)
{
    [Fact]
    public async Task A_caption_is_looked_at_word_by_word_and_another_sentence_can_be_asked_for()
    {
        await using var screen = await served.OpenAsync("#/explain?model=captioner");
        await screen.SampleAsync("coffee");
        var words = screen.Page.Locator(".word");
        Assert.True(await words.CountAsync() > 2);

        await words.Nth(1).FocusAsync();
        await Expect(screen.Facts).ToContainTextAsync($"the word “");
        await screen.CheckAsync();
        await screen.Page.GetByRole(AriaRole.Textbox, new() { Name = "Sentence" }).FillAsync("a cup of coffee on the table");
        await screen.Button("Ask for this sentence").ClickAsync();
        await Expect(screen.Page.Locator(".sentence")).ToHaveTextAsync("“a cup of coffee on the table”");
        await screen.Page.GetByRole(AriaRole.Textbox, new() { Name = "Sentence" }).FillAsync("xyzzy plugh");
        await screen.Button("Ask for this sentence").ClickAsync();
        await Expect(screen.Page.Locator("[data-remark=caption]")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_question_is_answered_and_the_second_best_answer_explained_against_the_best()
    {
        await using var screen = await served.OpenAsync("#/explain?model=vqa");
        await screen.Button("cat").ClickAsync();
        await Expect(screen.Page.Locator("request-state")).ToHaveTextAsync("Ask a question about the photo.");

        await screen.Page.GetByLabel("Question").FillAsync("is there a cat in the picture");
        await screen.Page.GetByLabel("Question").PressAsync("Enter");
        await screen.AnsweredAsync();
        var best = await screen.FactAsync("Explained");
        await screen.Button($"Why {best} and not", exact: false).ClickAsync();
        await Expect(screen.Facts).ToContainTextAsync($"rather than {best}");
        await screen.CheckAsync();
        await screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Answer" }).FillAsync("qwertyuiop");
        await screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Answer" }).PressAsync("Enter");
        await Expect(screen.Page.Locator("[data-remark=answer]")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_policy_is_asked_of_frames_whose_order_can_be_changed()
    {
        await using var screen = await served.OpenAsync("#/explain?model=catch-policy");
        await screen.SampleAsync("catch");
        await Expect(screen.Page.Locator(".bars li")).ToHaveCountAsync(3);
        var scores = await screen.Page.Locator(".bars .number").AllTextContentsAsync();

        await screen.Button("Earlier: catch-3.png").ClickAsync();
        await Expect(screen.Page.Locator(".names")).ToHaveTextAsync("catch-0.png, catch-1.png, catch-3.png, catch-2.png");
        await screen.AnsweredAsync();
        Assert.NotEqual(scores, await screen.Page.Locator(".bars .number").AllTextContentsAsync());
        await screen.Page.GetByLabel("Frame shown").PressAsync("Home");
        await screen.Button("left").ClickAsync();
        await Expect(screen.Facts).ToContainTextAsync("left");
        await screen.CheckAsync();
    }

    [Fact]
    public async Task Masks_are_shown_where_a_model_for_segmentation_is_served()
    {
        await using var screen = await served.OpenAsync("#/explain?model=segmentation&method=grad-cam");
        await screen.SampleAsync("cat");

        await Expect(screen.Page.Locator(".masks img").First).ToBeVisibleAsync();
        await screen.Page.GetByLabel("Region").SelectOptionAsync("everywhere");
        await screen.AnsweredAsync();
        await screen.CheckAsync();
    }

    [Fact]
    public async Task Explanations_are_compared_with_one_cursor_one_zoom_and_their_differences()
    {
        await using var screen = await served.OpenAsync("#/compare?model=efficientnet-lite0");
        await screen.Button("cat").ClickAsync();
        await Expect(screen.Page.Locator(".said:not(:empty)")).ToHaveCountAsync(2);
        await screen.Button("Add a pane").ClickAsync();
        await Expect(screen.Page.Locator(".said:not(:empty)")).ToHaveCountAsync(3);

        await screen.Page.Locator(".port").First.ClickAsync(new() { Position = new() { X = 120, Y = 80 } });
        var places = (await screen.Page.Locator(".readout").AllTextContentsAsync()).Select(text => text.Split(':')[0]).Distinct();
        Assert.Single(places);
        await screen.Page.Locator(".port").First.PressAsync("+");
        Assert.Single((await screen.Page.Locator(".stage").EvaluateAllAsync<string[]>("stages => stages.map(stage => stage.style.transform)")).Distinct());
        await screen.Button("Order by agreement").ClickAsync();
        var agreements = (await screen.Page.Locator(".said").AllTextContentsAsync()).Skip(1).Select(text => text[(text.LastIndexOf(' ') + 1)..]).ToList();
        Assert.Equal(agreements.OrderDescending(), agreements);
        await screen.Button("Difference from the first").ClickAsync();
        await Expect(screen.Page.GetByText("Red: more than the first has; blue: less.", new() { Exact = false })).ToBeVisibleAsync();
        await screen.CheckAsync();

        // Another window finds the same panes in the address.
        await using var other = await served.OpenAsync(new Uri(screen.Page.Url).Fragment);
        await Expect(other.Page.Locator("compare-pane")).ToHaveCountAsync(3);
        await other.Page.Locator("compare-pane").First.GetByRole(AriaRole.Combobox, new() { Name = "Concept" }).FillAsync("nonsuch");
        await other.Button("cat").ClickAsync();
        await Expect(other.Page.Locator("compare-pane").First.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Models_are_looked_at_layer_by_layer_and_one_that_is_not_ready_says_why()
    {
        await using var screen = await served.OpenAsync("#/models?model=efficientnet-lite0");
        await Expect(screen.Page.Locator("table").First).ToContainTextAsync("Apache-2.0");
        await screen.Button("block4").FocusAsync();
        await Expect(screen.Page.Locator(".readout")).ToContainTextAsync("block4: a value depends on 67 × 67 pixels");
        await screen.CheckAsync();

        await screen.Button("broken", exact: false).ClickAsync();
        await Expect(screen.Page.Locator(".problem")).ToContainTextAsync("It is not ready:");
        await screen.CheckAsync();
        await screen.GoAsync("#/models?model=nonsuch");
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_job_is_submitted_watched_read_and_deleted()
    {
        await using var screen = await served.OpenAsync("#/jobs");
        await screen.Button("Submit").ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        var photos = new[] { "chelsea.png", "rocket.jpg" }.Select(name => Path.Combine(AppContext.BaseDirectory, "Data/Images", name));
        await screen.Page.GetByLabel("Photos").SetInputFilesAsync(photos);

        await screen.Button("Submit").ClickAsync();
        await Expect(screen.Page.Locator(".state.succeeded")).ToBeVisibleAsync();
        await screen.Page.Locator("job-row").GetByRole(AriaRole.Button, new() { Name = "Photos" }).ClickAsync();
        await Expect(screen.Page.Locator(".items li")).ToHaveCountAsync(2);
        var archive = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Button("ZIP").ClickAsync());
        Assert.EndsWith(".zip", archive.SuggestedFilename, StringComparison.Ordinal);
        await screen.CheckAsync();
        await screen.Button("Delete").ClickAsync();
        await Expect(screen.Page.GetByText("There are none.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("compare?model=efficientnet-lite0")]
    [InlineData("models?model=efficientnet-lite0")]
    [InlineData("jobs")]
    [InlineData("explain?model=catch-policy")]
    public async Task Every_room_fits_a_phone_in_the_dark(string room)
    {
        await using var screen = await served.OpenAsync($"#/{room}", new() { ColorScheme = ColorScheme.Dark, ViewportSize = new() { Width = 320, Height = 640 } });

        await Expect(screen.Page.Locator("request-state progress")).ToHaveCountAsync(0);
        await screen.CheckAsync();
    }

    [Fact]
    public async Task Page_and_Swagger_UI_lead_to_each_other()
    {
        await using var screen = await served.OpenAsync();

        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "API" }).ClickAsync();
        await Expect(screen.Page.Locator(".swagger-ui .info")).ToContainTextAsync("GradCamService");
        // Swagger UI opens links of its descriptions in a window of their own.
        var page = await screen.Page.Context.RunAndWaitForPageAsync(() => screen.Page.GetByRole(AriaRole.Link, new() { Name = "the page" }).First.ClickAsync());
        await Expect(page.Locator("explain-room")).ToBeVisibleAsync();
    }
}
