namespace GradCamService.Onnx;

/// <summary>
/// What is left of a load's limits. As the dispose scopes of its tensors, it is the thread's that loads: whatever reads, analyses or runs a graph there asks
/// whether to go on. Where nothing is loaded, there is no limit.
/// </summary>
public sealed class LoadBudget : IDisposable
{
    [ThreadStatic]
    private static LoadBudget? _current;

    private readonly LoadBudget? _outer = _current;
    private readonly LoadLimits _limits;
    private readonly CancellationTokenSource _time;
    private readonly long _mostBytes;
    private long _constants;

    private LoadBudget(LoadLimits limits)
    {
        (_limits, _mostBytes, _time) = (limits, limits.BytesOrDefault, new CancellationTokenSource(limits.Time));
        _current = this;
    }

    /// <summary>Begins a load on this thread; it ends with the budget's disposal.</summary>
    public static LoadBudget Begin(LoadLimits limits) => new(limits);

    public void Dispose()
    {
        _current = _outer;
        _time.Dispose();
    }

    /// <exception cref="LoadLimitException">The load has taken its time.</exception>
    public static void CheckTime()
    {
        if (_current is { _time.IsCancellationRequested: true } late)
            throw LoadLimitException.Time(late._limits);
    }

    /// <summary>Checks a file's nodes, as far as they are known.</summary>
    /// <exception cref="LoadLimitException">There are too many, or the time has passed.</exception>
    internal static void CheckNodes(int count)
    {
        CheckTime();
        if (_current is { } budget && count > budget._limits.Nodes)
            throw new LoadLimitException(FormattableString.Invariant(
                $"it has at least {count} nodes; a model has at most {budget._limits.Nodes} (Models:MaxNodes)"));
    }

    /// <summary>Accounts for a constant.</summary>
    /// <exception cref="LoadLimitException">All together are too large, or the time has passed.</exception>
    internal static void AddConstant(long bytes)
    {
        CheckTime();
        if (_current is { } budget && (budget._constants += bytes) > budget._mostBytes)
            throw new LoadLimitException(FormattableString.Invariant(
                $"its constants take at least {budget._constants} bytes; a model's take at most {budget._mostBytes} (Models:LoadMemory)"));
    }

    /// <summary>Checks what a run has made so far.</summary>
    /// <exception cref="LoadLimitException">It is too much, or the time has passed.</exception>
    internal static void CheckRun(Node node, long made)
    {
        CheckTime();
        if (_current is { } budget && made > budget._mostBytes)
            throw new LoadLimitException(FormattableString.Invariant(
                $"the tensors of one run take {made} bytes when it comes to {node}; they take at most {budget._mostBytes} (Models:LoadMemory)"));
    }

    /// <summary>Whether this thread loads a model.</summary>
    internal static bool IsLoading => _current is not null;
}
