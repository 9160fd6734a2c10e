using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace GradCamService.Page.Tests;

/// <summary>A window on the page, which remembers what should not have happened in it.</summary>
public sealed class Screen : IAsyncDisposable
{
    /// <summary>Of an answer on a busy machine.</summary>
    private const float Patience = 30_000;

    private readonly List<string> _wrong = [];
    private readonly Uri _address;

    private Screen(IPage page, Uri address)
    {
        (Page, _address) = (page, address);
        page.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        page.PageError += (_, error) => _wrong.Add(error);
        page.Console += (_, message) =>
        {
            // A browser says of every answer above 399 that it failed; what the page makes of it is what the tests look at.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _wrong.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                _wrong.Add($"asked another host: {request.Url}");
        };
    }

    public IPage Page { get; }

    public ILocator Facts => Page.Locator(".facts");

    internal static async Task<Screen> OpenAsync(IBrowser browser, Uri address, BrowserNewContextOptions options) =>
        new(await (await browser.NewContextAsync(options)).NewPageAsync(), address);

    /// <param name="place">Behind the page's address.</param>
    /// <param name="awaited">What is seen there.</param>
    public async Task GoAsync(string place, string awaited = "main > :not(request-state)")
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(new Uri(_address, place).ToString());
        await Assertions.Expect(Page.Locator(awaited).First).ToBeVisibleAsync();
    }

    public ILocator Button(string name, bool exact = true) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = exact });

    /// <summary>Chooses one of the page's samples and waits for its explanation.</summary>
    public async Task SampleAsync(string name)
    {
        await Button(name).ClickAsync();
        await AnsweredAsync();
    }

    /// <summary>Waits until what is seen answers what is asked.</summary>
    public async Task AnsweredAsync()
    {
        await Assertions.Expect(Facts).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator("request-state progress")).ToHaveCountAsync(0);
        await Assertions.Expect(Page.Locator(".stale")).ToHaveCountAsync(0);
    }

    /// <summary>A value of the answer's numbers.</summary>
    public Task<string> FactAsync(string term) =>
        Page.EvaluateAsync<string>("term => [...document.querySelectorAll('.facts dt')].find(dt => dt.textContent === term)?.nextElementSibling.textContent ?? ''", term);

    /// <summary>Whoever cannot see it, or not well, finds everything; nothing went wrong; nothing was asked of anybody else; nothing is cut off at the side.</summary>
    public async Task CheckAsync()
    {
        var found = await Page.RunAxe();
        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join(" | ", violation.Nodes.Select(node => node.Html))}"));
        Assert.Empty(_wrong);
        var beyond = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(beyond <= 0, string.Create(CultureInfo.InvariantCulture, $"{beyond} pixels are beyond the right edge."));
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
