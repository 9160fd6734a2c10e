using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GradCamService.Tests.Callers;

/// <summary>What a service writes to its log, with the fields of each event.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Text, IReadOnlyDictionary<string, object?> Fields)> _all = new();

    public IEnumerable<(string Category, string Text, IReadOnlyDictionary<string, object?> Fields)> All => _all;

    /// <summary>The fields of events of a category, once there are so many.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> OfAsync(string category, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var found = _all.Where(line => line.Category == category).Select(line => line.Fields).ToList();
            if (found.Count >= count)
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Value);
            lines._all.Enqueue((category, formatter(state, exception), fields));
        }
    }
}
