using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GradCamService.Tests;

/// <summary>The service in this process, on a real socket of its own, with its models loaded.</summary>
/// <param name="settings">Configuration keys and values.</param>
/// <param name="services">Changes to what is registered, or null.</param>
public class Service(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services = null) : WebApplicationFactory<Program>, IAsyncLifetime
{
    private static readonly TimeSpan LoadingTime = TimeSpan.FromMinutes(2);

    // Two services cannot keep their jobs in one folder.
    private readonly DirectoryInfo _jobs = Directory.CreateTempSubdirectory("jobs");

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Where it keeps its jobs, unless its settings say otherwise.</summary>
    public string JobsDirectory => _jobs.FullName;

    /// <summary>A service with one model and other settings than the usual ones.</summary>
    public static async Task<Service> StartAsync(Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var all = settings.Append(("Models:Bundled:0", "efficientnet-lite0")).ToDictionary(entry => entry.Item1, entry => entry.Item2);
        var service = new Service(all, services);
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        Client = CreateClient();
        Client.Timeout = LoadingTime;
        if (IsToLoad)
            await UntilReadyAsync();
    }

    /// <summary>Whether the models are awaited at the start.</summary>
    protected virtual bool IsToLoad => true;

    /// <summary>Asks for an explanation of EfficientNet-Lite0.</summary>
    public Task<HttpResponseMessage> ExplainAsync(Form form, string? accept = null, CancellationToken cancellation = default) =>
        PostAsync("/v1/models/efficientnet-lite0/explanations", form, accept, cancellation);

    public Task<HttpResponseMessage> PredictAsync(Form form, string? accept = null) =>
        PostAsync("/v1/models/efficientnet-lite0/predictions", form, accept);

    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string? accept = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return await Client.SendAsync(request, cancellation);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Jobs:Directory", _jobs.FullName);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        if (services is not null)
            builder.ConfigureServices(services);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _jobs.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task UntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(LoadingTime);
        while (!(await Client.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }
}
