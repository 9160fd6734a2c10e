using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>A caption that a decoder is to go on with.</summary>
/// <param name="Image">Which of the batch's images it is about.</param>
/// <param name="Parent">Its row in the step before, which it has grown from.</param>
/// <param name="Tokens">Its words so far, without the start token.</param>
internal readonly record struct DecoderRow(int Image, int Parent, IReadOnlyList<int> Tokens);

/// <summary>One batch's captions under way, step by step. Tensors belong to the dispose scope in which it was made.</summary>
internal sealed class DecoderRun
{
    private readonly ImageNetwork _network;
    private readonly int _start;
    private readonly IReadOnlyList<(ImageTensor Tensor, Tensor Values)> _ofImages;
    private readonly IReadOnlyList<DecoderState> _states;
    private IReadOnlyList<int> _images = [];
    private Dictionary<string, Tensor> _ofRows = [];
    private Tensor[]? _remembered;

    public DecoderRun(
        ImageNetwork network, int start, IReadOnlyList<ImageTensor> ofImage, IReadOnlyList<DecoderState>? states, Tensor features)
    {
        (_network, _start, _states) = (network, start, states ?? []);
        _ofImages = ofImage.Zip(ImageTensor.Compute(network, ofImage.Select(tensor => tensor.Name).ToList(), features)).ToList();
    }

    /// <summary>log p of every token that may come next, for each row.</summary>
    /// <param name="rows">At least one, of equally many tokens: one more than in the step before.</param>
    public float[][] Next(IReadOnlyList<DecoderRow> rows)
    {
        using var scope = NewDisposeScope();
        Pick(rows.Select(row => row.Image).ToList());
        var feeds = new Dictionary<string, Tensor>(_ofRows) { [_network.Wiring.Text!] = Text(rows) };
        if (_remembered is not null)
        {
            var parents = Index(rows.Select(row => row.Parent));
            for (var i = 0; i < _states.Count; i++)
                feeds[_states[i].Initial] = _remembered[i].index_select(_states[i].Axis, parents);
        }
        var fetched = _network.Graph.Run(feeds, [_network.Wiring.Output, .. _states.Select(state => state.Final)], GraphRun.Plain);
        Remember(fetched[1..]);
        var last = fetched[0].select(1, fetched[0].shape[1] - 1).to(ScalarType.Float32).log_softmax(-1);
        var (values, words) = (TensorValues.Floats(last), (int)last.shape[1]);
        return rows.Select((_, row) => values[(row * words)..((row + 1) * words)]).ToArray();
    }

    /// <summary>What is read now: the newest token where states hold the others, else all.</summary>
    private Tensor Text(IReadOnlyList<DecoderRow> rows)
    {
        var texts = rows.SelectMany(row => row.Tokens.Prepend(_start).TakeLast(_states.Count > 0 ? 1 : int.MaxValue));
        return TokenIds.Of(texts, rows.Count);
    }

    private void Remember(Tensor[] states)
    {
        foreach (var old in _remembered ?? [])
            old.Dispose();
        _remembered = states.Length == 0 ? null : states.Select(state => state.MoveToOuterDisposeScope()).ToArray();
    }

    private void Pick(IReadOnlyList<int> images)
    {
        if (images.SequenceEqual(_images))
            return;
        foreach (var old in _ofRows.Values.Except(_ofImages.Select(known => known.Values)))
            old.Dispose();
        var index = Index(images);
        _images = images;
        _ofRows = _ofImages.ToDictionary(known => known.Tensor.Name, known =>
            known.Tensor.Axis is { } axis ? known.Values.index_select(axis, index).MoveToOuterDisposeScope() : known.Values);
    }

    private Tensor Index(IEnumerable<int> numbers) => tensor(numbers.Select(number => (long)number).ToArray(), device: _network.Device);
}
