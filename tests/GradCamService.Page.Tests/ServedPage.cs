using GradCamService.Explain.Tests.Tasks.Segmentation;
using Microsoft.Playwright;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(GradCamService.Page.Tests.ServedPage))]

namespace GradCamService.Page.Tests;

/// <summary>The service with its own models and weights, a model for segmentation and one that cannot be read; and a browser to look at it.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Where the page is besides its own address.</summary>
    public const string PathBase = "/teams/maps";

    private readonly DirectoryInfo _models = Directory.CreateTempSubdirectory("models");
    private GradCamService.Tests.ServiceProcess? _service;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the page is, with its slash.</summary>
    public Uri Address => _service!.Client.BaseAddress!;

    public HttpClient Client => _service!.Client;

    /// <summary>A window of its own: nothing is kept from another's.</summary>
    public Task<Screen> OpenAsync(string place = "", BrowserNewContextOptions? options = null) => OpenBelowAsync("", place, options);

    /// <summary>The same below a path, as through a proxy that passes it on.</summary>
    public async Task<Screen> OpenBelowAsync(string path, string place = "", BrowserNewContextOptions? options = null)
    {
        var screen = await OpenWindowAsync(() => new Uri(Address, path), options);
        await screen.GoAsync(place);
        return screen;
    }

    /// <summary>Whether there is a browser to look with.</summary>
    public bool HasBrowser => _browser is not null;

    /// <summary>A window on a page that is not opened yet.</summary>
    /// <param name="address">Where the page is; not asked where there is no browser.</param>
    /// <param name="options">Of the window.</param>
    public Task<Screen> OpenWindowAsync(Func<Uri> address, BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(_browser is null, "Chromium is missing: apt-get install chromium");
        return Screen.OpenAsync(_browser!, address(), options ?? new BrowserNewContextOptions { ViewportSize = new() { Width = 1360, Height = 900 } });
    }

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Browsers, File.Exists) is not { } browser)
            return;
        GoldenSegmentation.Write(_models.FullName);
        var broken = _models.CreateSubdirectory("broken").FullName;
        await File.WriteAllBytesAsync(Path.Combine(broken, "model.onnx"), [1, 2, 3]);
        _service = GradCamService.Tests.ServiceProcess.Start(
            ("Models__Bundled__1", "captioner"), ("Models__Bundled__2", "vqa"), ("Models__Bundled__3", "catch-policy"),
            ("Models__Directories__0", _models.FullName), ("Proxy__PathBase", PathBase));
        await _service.UntilReadyAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = browser, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _service?.Dispose();
        _models.Delete(recursive: true);
    }
}
