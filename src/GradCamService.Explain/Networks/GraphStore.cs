using GradCamService.Onnx;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>
/// Graphs that are in memory, each once: models that name the same file share its weights, and with the last of them they go. For any number of threads.
/// </summary>
/// <param name="device">Where the graphs run.</param>
/// <param name="precision">Of networks of half precision.</param>
internal sealed class GraphStore(Device device, Precision precision = Precision.Auto)
{
    private readonly List<SharedGraph> _shared = [];

    public Device Device => device;

    /// <summary>Takes a graph, loaded where it is not there; to be left by who took it.</summary>
    /// <param name="path">Its file, links resolved.</param>
    /// <param name="keep">Tensors that must be fetchable.</param>
    /// <exception cref="OnnxException">The file cannot be run.</exception>
    /// <exception cref="LoadLimitException">It costs more than the load of this thread may.</exception>
    public SharedGraph Take(string path, IReadOnlyList<string> keep)
    {
        var stamp = FileStamp.Of(path);
        SharedGraph taken;
        lock (_shared)
        {
            var found = _shared.Find(each => each.Path == path && each.Stamp == stamp && keep.All(each.Keep.Contains));
            if (found is null)
                _shared.Add(found = new SharedGraph(path, stamp, keep));
            found.Users++;
            taken = found;
        }
        try
        {
            taken.Load(new GraphOptions { Device = device, Precision = precision, Keep = keep });
            return taken;
        }
        catch
        {
            Leave(taken);
            throw;
        }
    }

    /// <summary>Lets go of a graph; where nobody else has it, its tensors are freed.</summary>
    public void Leave(SharedGraph graph)
    {
        lock (_shared)
        {
            if (--graph.Users > 0)
                return;
            _shared.Remove(graph);
        }
        graph.Dispose();
    }
}

/// <summary>A graph, and how many models have it.</summary>
/// <param name="path">Its file.</param>
/// <param name="stamp">What the file was when it was read.</param>
/// <param name="keep">Tensors that folding left alone.</param>
internal sealed class SharedGraph(string path, FileStamp stamp, IReadOnlyList<string> keep) : IDisposable
{
    private readonly Lock _loading = new();
    private GraphRunner? _runner;

    public string Path => path;

    public FileStamp Stamp => stamp;

    public IReadOnlyList<string> Keep => keep;

    /// <summary>Guarded by the store.</summary>
    public int Users { get; set; }

    public GraphRunner Runner => _runner ?? throw new InvalidOperationException($"'{path}' is not loaded");

    /// <summary>Bytes of its constants; 0 where it is not loaded.</summary>
    public long Bytes => _runner?.Graph.Bytes ?? 0;

    /// <summary>One thread loads, others wait for it; where it fails, the next one tries within limits of its own.</summary>
    public void Load(GraphOptions options)
    {
        lock (_loading)
            _runner ??= new GraphRunner(GraphLoader.Load(path, options));
    }

    public void Dispose() => _runner?.Graph.Dispose();
}

/// <summary>By what a changed file is known.</summary>
/// <param name="Length">Bytes; −1 where it is not there.</param>
/// <param name="Written">When it was written last.</param>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    public static FileStamp Of(string path) => new FileInfo(path) is { Exists: true } file ? new(file.Length, file.LastWriteTimeUtc) : new(-1, default);
}
