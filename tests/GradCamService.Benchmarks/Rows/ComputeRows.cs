using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Tests;
using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GradCamService.Benchmarks.Rows;

/// <summary>Forward and backward passes of one network, and ONNX Runtime's forward pass for scale.</summary>
internal sealed class ComputeRows : IDisposable
{
    // ONNX Runtime's threads spin for a while after a run; what comes next would pay for that.
    private static readonly TimeSpan UntilThreadsRest = TimeSpan.FromMilliseconds(50);

    private readonly string _model;
    private readonly int _size;
    private readonly LoadedModel _network;
    private readonly GraphRunner _runner;
    private readonly InferenceSession _session;

    public ComputeRows(string model, string path, string targetLayer, int size)
    {
        (_model, _size) = (model, size);
        _runner = new GraphRunner(GraphLoader.Load(path, new GraphOptions { Keep = [targetLayer] }));
        _network = Asked.Model(
            new ImageNetwork(_runner, null, new Wiring(_runner.Graph.Inputs[0].Name, _runner.Graph.Outputs[0])), targetLayer, [3, size, size]);
        _session = new InferenceSession(path, new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount, InterOpNumThreads = 1 });
    }

    /// <summary>Times all rows of a batch size, one repetition of each in turn.</summary>
    public IEnumerable<Measurement> Run(int images, IReadOnlyList<int> concepts, TimeSpan time)
    {
        var rows = new List<(string Row, int Concepts, Action Action)>
        {
            ("forward", 0, () => Explain(images, 0)),
            ("onnxruntime-forward", 0, OnnxRuntime(images)),
            ("guided-backprop", 1, () => Explain(images, 1, MethodTable.GuidedBackprop)),
        };
        foreach (var count in concepts)
        {
            rows.Add(("grad-cam", count, () => Explain(images, count, MethodTable.GradCam)));
            rows.Add(("guided-grad-cam", count, () => Explain(images, count, MethodTable.GuidedGradCam)));
        }
        var timed = new Interleaved();
        foreach (var (row, count, action) in rows)
            timed.Add($"{row}/{count}", action, row == "onnxruntime-forward" ? UntilThreadsRest : default);
        var spreads = timed.Run(time);
        var forward = spreads["forward/0"].Median;
        return rows.Select(row => new Measurement(
            row.Row, _model, images, row.Concepts, spreads[$"{row.Row}/{row.Concepts}"], spreads[$"{row.Row}/{row.Concepts}"].Median / forward));
    }

    public void Dispose()
    {
        _session.Dispose();
        _runner.Graph.Dispose();
    }

    private void Explain(int images, int concepts, params Method[] methods)
    {
        var targets = Asked.Scores(Enumerable.Range(0, concepts).Select(concept => new ClassScore(concept)));
        _network.Explain([.. Enumerable.Repeat(new Asked(Image(), targets), images)], methods);
    }

    private Action OnnxRuntime(int images)
    {
        var input = new DenseTensor<float>(Enumerable.Repeat(Image(), images).SelectMany(values => values).ToArray(), [images, 3, _size, _size]);
        var feeds = new[] { NamedOnnxValue.CreateFromTensor(_session.InputMetadata.Keys.Single(), input) };
        return () => _session.Run(feeds).Dispose();
    }

    private float[] Image() => _image ??= [.. Enumerable.Range(0, 3 * _size * _size).Select(i => (float)Math.Sin(i * 0.01))];

    private float[]? _image;
}
