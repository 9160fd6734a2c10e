using GradCamService.Configuration;
using GradCamService.Explain.Library;
using GradCamService.Explain.Models;
using GradCamService.Explain.Naming;
using GradCamService.Explain.Queue;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using GradCamService.Queue;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace GradCamService.Commands;

/// <summary>The queue that requests go through, with models of a command's own, in this process; it ends with the command.</summary>
internal sealed class CommandQueue : IAsyncDisposable
{
    // Nobody waits at a connection. The longest that a timeout may be; the environment's own wins.
    private static readonly KeyValuePair<string, string?> LongTimeout = new($"{QueueOptions.Section}:{nameof(QueueOptions.Timeout)}", "00:10:00");

    // What a batch that nobody waits for any longer may still take before the process ends in the middle of it.
    private static readonly TimeSpan UntilAbandoned = TimeSpan.FromSeconds(2);

    private readonly IHost _host;
    private readonly CancellationToken _cancellation;
    private bool _isStarted;

    /// <param name="host">Owns the services.</param>
    /// <param name="cancellation">Signalled when nobody waits any longer.</param>
    private CommandQueue(IHost host, CancellationToken cancellation) => (_host, _cancellation) = (host, cancellation);

    public InferenceQueue Queue => Service<InferenceQueue>();

    public QueueOptions Options => Service<QueueOptions>();

    public UploadOptions Upload => Service<UploadOptions>();

    public ILogger Log => Service<ILogger<CommandQueue>>();

    /// <summary>By name.</summary>
    public IReadOnlyList<LoadedModel> Models { get; private set; } = [];

    /// <summary>Loads models and begins to compute.</summary>
    /// <param name="models">Bundled names, model folders, ONNX files.</param>
    /// <param name="cancellation">Ends the loading, and is waited for but briefly afterwards.</param>
    /// <exception cref="WrongArgumentsException">There is no such model.</exception>
    /// <exception cref="CommandFailedException">One cannot be loaded.</exception>
    /// <exception cref="OptionsValidationException">A setting is wrong.</exception>
    public static async Task<CommandQueue> StartAsync(IReadOnlyList<string> models, CancellationToken cancellation)
    {
        var places = models.Select(PlaceOf).ToList();
        var builder = Host.CreateApplicationBuilder();
        ((IConfigurationRoot)builder.Configuration).RefuseUnknownSettings();
        AddBeforeEnvironment(builder.Configuration, LongTimeout);
        // What it warns of, that a model is broken, the command says itself.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter(typeof(DeviceThread).FullName, LogLevel.Error)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddServiceOptions(builder.Configuration).AddQueue();
        var queue = new CommandQueue(builder.Build(), cancellation);
        try
        {
            queue.Service<IStartupValidator>().Validate();
            await queue.LoadAsync(places);
            return queue;
        }
        catch
        {
            await queue.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Service<WaitingRoom>().Close();
        var ended = _isStarted ? Service<DeviceThread>().Ended : Task.CompletedTask;
        if (_cancellation.IsCancellationRequested && await Task.WhenAny(ended, Task.Delay(UntilAbandoned, CancellationToken.None)) != ended)
            NativeProcess.EndAtOnce(ExitCodes.Interrupted);
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }

    private async Task LoadAsync(IReadOnlyList<string> places)
    {
        var loaded = new TaskCompletionSource<ModelLibrary>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (device, precision) = (Service<DeviceThread>(), Service<DeviceOptions>().WidensHalves ? Precision.Full : Precision.Auto);
        var limits = Service<IOptions<ModelsOptions>>().Value.Limits;
        _isStarted = true;
        device.Start(on =>
        {
            var library = ModelLibrary.Load(places, on, precision, limits);
            loaded.SetResult(library);
            return library;
        });
        await Task.WhenAny(loaded.Task, device.Ended).WaitAsync(_cancellation);
        if (device.Ended.Exception is { } failure)
            throw new CommandFailedException(failure.GetBaseException().Message);
        var entries = (await loaded.Task).Entries;
        if (entries.FirstOrDefault(entry => !entry.IsReady) is { } broken)
            throw new CommandFailedException($"The model '{broken.Name}' cannot be loaded: {broken.Reason}");
        Models = [.. entries.Select(entry => entry.Model!)];
    }

    private T Service<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    private static string PlaceOf(string model)
    {
        var bundled = ModelFolders.BundledNames;
        return bundled.Contains(model) ? ModelFolders.Bundled(model) : Directory.Exists(model) || File.Exists(model) ? model
            : throw new WrongArgumentsException($"There is no model '{Names.Shorten(model)}': neither a model folder or ONNX file, "
                + $"nor a bundled model, which are {string.Join(", ", bundled)}.{(Nearest.To(model, bundled, 1) is [var near] ? $" Did you mean '{near}'?" : "")}");
    }

    private static void AddBeforeEnvironment(ConfigurationManager configuration, KeyValuePair<string, string?> setting)
    {
        IList<IConfigurationSource> sources = configuration.Sources;
        var files = sources.OfType<JsonConfigurationSource>().Last();
        sources.Insert(sources.IndexOf(files) + 1, new MemoryConfigurationSource { InitialData = [setting] });
    }
}
